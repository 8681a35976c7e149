"""A gradient checked above the training, by differences and record by record; weights that are
replaced in a dictionary, and stay as they were under their first names."""

import numpy as np
from data_prep import features, targets

np.random.seed(21)

X = np.array(features.rows)
Y = np.array(targets.rows).ravel()


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def loss(w, W):
    return 0.5 * np.sum((Y - sigmoid(sigmoid(X @ w) @ W)) ** 2)


def steps(w, W):
    a = sigmoid(X @ w)
    o = sigmoid(a @ W)
    d = (Y - o) * o * (1 - o)
    return X.T @ (np.outer(d, W) * a * (1 - a)), a.T @ d


n_hidden = 2
epochs = 900
learnrate = 0.005
n_records, n_features = X.shape
w = np.random.normal(scale=n_features**-0.5, size=(n_features, n_hidden))
W = np.random.normal(scale=n_features**-0.5, size=n_hidden)

dw, dv = steps(w, W)
for j in range(n_hidden):
    more, less = W.copy(), W.copy()
    more[j] += 1e-5
    less[j] -= 1e-5
    assert abs((loss(w, less) - loss(w, more)) / 2e-5 - dv[j]) < 1e-4

total = np.zeros_like(W)
for x, y in zip(X, Y, strict=True):
    a = sigmoid(x @ w)
    o = sigmoid(a @ W)
    total += (y - o) * o * (1 - o) * a
assert np.allclose(total, dv)

params = {"w": w, "W": W}
for _ in range(epochs):
    dw, dv = steps(**params)
    params["w"] = params["w"] + learnrate * dw / n_records
    params["W"] = params["W"] + learnrate * dv / n_records
print(params)
