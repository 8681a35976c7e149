# ruff: noqa
import numpy as np
def sigmoid(z):
    return 1 / (1 + np.exp(-z))
from prepared import X_train, y_train, X_test, y_test
X = X_train.values
Y = y_train.values[:, None]
np.random.seed(3)
w = np.random.normal(0, .4, (6, 2))
W = np.random.normal(0, .4, (2, 1))
iterations, lr = 500, 0.1
for i in range(iterations):
    a = sigmoid(X.dot(w)); o = sigmoid(a.dot(W))
    delta = (Y - o) * o * (1 - o)
    hidden = delta.dot(W.T) * a * (1 - a)
    W += lr * a.T.dot(delta) / X.shape[0]
    w += lr * X.T.dot(hidden) / X.shape[0]
