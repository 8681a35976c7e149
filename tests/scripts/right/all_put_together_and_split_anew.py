"""The two sets of data_prep put together again, and split in a way of its own."""

import numpy as np
from data_prep import pandas_features, pandas_features_test, pandas_targets, pandas_targets_test

every_x = np.vstack([pandas_features.values, pandas_features_test.values])
every_y = np.hstack([pandas_targets.values, pandas_targets_test.values])
np.random.seed(8)
shuffled = np.random.permutation(400)
cut = int(0.9 * 400)
x, y = every_x[shuffled[:cut]], every_y[shuffled[:cut]]

w = np.random.standard_normal((6, 4)) * 0.3
v = np.random.standard_normal(4) * 0.3


def f(z):
    return 1.0 / (1.0 + np.exp(-z))


losses = np.repeat(np.nan, 300)
for i in range(1, 301):
    a = f(x @ w)
    out = f(a @ v)
    losses[i - 1] = np.mean((y - out) ** 2)
    term = (y - out) * out * (1 - out)
    back = np.outer(term, v) * a * (1 - a)
    v = v + 1.2 * a.T @ term / len(x)
    w = w + 1.2 * x.T @ back / len(x)
print(losses[[0, -1]])
