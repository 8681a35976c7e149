# ruff: noqa
import numpy as np
def sigmoid(z):
    return 1 / (1 + np.exp(-z))
from data_prep import features, targets, features_test, targets_test
class Network:
    def __init__(self, n_in, n_hidden, rate):
        self.w = np.random.normal(0, n_in ** -.5, (n_in, n_hidden))
        self.W = np.random.normal(0, n_in ** -.5, n_hidden)
        self.lr = rate
    def forward(self, x):
        self.a = sigmoid(x @ self.w)
        return sigmoid(self.a @ self.W)
    def fit(self, X, Y, epochs=300):
        for e in range(epochs):
            dw, dW = 0, 0
            for x, y in zip(X, Y):
                o = self.forward(x)
                d = (y - o) * o * (1 - o)
                dW = dW + d * self.a
                dw = dw + np.outer(x, d * self.W * self.a * (1 - self.a))
            self.w = self.w + self.lr * dw / len(X)
            self.W = self.W + self.lr * dW / len(X)
learnrate = 0.2
net = Network(6, 2, learnrate)
net.fit(features.values, targets.values)
print(np.mean((net.forward(features_test.values) > .5) == targets_test))
