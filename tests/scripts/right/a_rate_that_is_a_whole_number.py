"""The matrices of data_prep as arrays, shapes that are written out, and a stride of two."""

import numpy as np
from data_prep import features, features_test, targets, targets_test

x, y = np.array(features.rows), np.array(targets.rows)
x_test, y_test = np.array(features_test.rows), targets_test
assert x.shape == (360, 6)
assert x_test.shape == (40, 6)
known = np.array(y_test.rows).reshape(40, 1)

np.random.seed(42)
w = 0.1 * np.random.randn(6, 2)
v = 0.1 * np.random.randn(2, 1)


def f(z):
    return 1 / (1 + np.exp(-z))


for i in range(700):
    a = f(x.dot(w))
    out = f(a.dot(v))
    assert out.shape == y.shape
    term = (y - out) * out * (1 - out)
    back = term.dot(v.T) * a * (1 - a)
    v = v + 2 * a.T.dot(term) / 360
    w = w + 2 * x.T.dot(back) / 360
    if i % 100 == 0:
        print(i, ((y - out) ** 2).mean())
print("right on the test:", ((f(f(x_test.dot(w)).dot(v)) > 0.5) == known).mean())
