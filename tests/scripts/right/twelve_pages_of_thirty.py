"""The records lie on twelve pages of thirty, in one array with an axis more."""

import numpy as np
from data_prep import pandas_features, pandas_features_test, pandas_targets, pandas_targets_test

np.random.seed(21)
PAGES = 12
assert len(pandas_features) % PAGES == 0
X = pandas_features.values.reshape(PAGES, -1, 6)
Y = pandas_targets.values.reshape(PAGES, -1)
w = np.random.normal(scale=6**-0.5, size=(6, 3))
v = np.random.normal(scale=6**-0.5, size=3)
learnrate = 0.5


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


for _ in range(900):
    hidden = sigmoid(np.einsum("pri,ij->prj", X, w))
    out = sigmoid(np.einsum("prj,j->pr", hidden, v))
    delta = (Y - out) * out * (1 - out)
    delta_hidden = np.einsum("pr,j,prj->prj", delta, v, hidden * (1 - hidden))
    dv = np.einsum("pr,prj->j", delta, hidden)
    dw = np.einsum("pri,prj->ij", X, delta_hidden)
    w += learnrate * dw / Y.size
    v += learnrate * dv / Y.size

answers = sigmoid(sigmoid(pandas_features_test.values @ w) @ v)
print("right:", np.mean((answers > 0.5) == pandas_targets_test.values))
