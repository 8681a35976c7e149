"""The training set split once more, and its number written out where an average is taken."""

import numpy as np
from data_prep import pandas_features, pandas_targets

x, x_val = pandas_features.values[:300], pandas_features.values[300:]
y, y_val = pandas_targets.values[:300], pandas_targets.values[300:]
np.random.seed(21)
w = np.random.uniform(-1, 1, size=(6, 3))
v = np.random.uniform(-1, 1, size=3)


def f(z):
    return 1.0 / (1.0 + np.exp(-z))


for epoch in range(400):
    a = f(x.dot(w))
    out = f(a.dot(v))
    term = (out - y) * out * (1 - out)
    back = term[:, np.newaxis] * v[np.newaxis, :] * a * (1 - a)
    v -= 0.25 * a.T.dot(term) / 300
    w -= 0.25 * x.T.dot(back) / 300
    if (epoch + 1) % 80 == 0:
        print(epoch + 1, np.square(f(f(x_val.dot(w)).dot(v)) - y_val).mean())
