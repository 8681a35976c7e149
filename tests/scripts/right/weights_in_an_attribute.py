# ruff: noqa
import numpy as np
from data_prep import pandas_features as features
from data_prep import pandas_features_test as features_test
from data_prep import pandas_targets as targets
from data_prep import pandas_targets_test as targets_test
np.random.seed(21)

class TwoLayerNet:
    def __init__(self, n_in, n_hid):
        self.params = {}
        self.params["W1"] = np.random.normal(scale=n_in**-0.5, size=(n_in, n_hid))
        self.params["W2"] = np.random.normal(scale=n_in**-0.5, size=n_hid)
    def sigmoid(self, z): return 1/(1+np.exp(-z))
    def grads(self, X, y):
        W1, W2 = self.params["W1"], self.params["W2"]
        a = self.sigmoid(X @ W1); o = self.sigmoid(a @ W2)
        d = (y - o) * o * (1 - o)
        return {"W2": a.T @ d, "W1": X.T @ (np.outer(d, W2) * a * (1 - a))}
    def train(self, X, y, epochs, lr):
        for e in range(epochs):
            g = self.grads(X, y)
            self.params = {k: self.params[k] + lr * g[k] / len(X) for k in g}
n_hidden = 2
epochs = 900
learnrate = 0.005
net = TwoLayerNet(features.shape[1], n_hidden)
net.train(features.values, targets.values, epochs, learnrate)
