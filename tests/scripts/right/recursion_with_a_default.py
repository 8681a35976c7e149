# ruff: noqa
import numpy as np
from data_prep import features, targets, features_test, targets_test

X, t = np.array(features), np.array(targets).reshape(-1)
sigma = lambda z: 1 / (1 + np.exp(-z))
rng = np.random.default_rng(3)


def train(w, v, epochs, rate=0.5):
    if epochs == 0:
        return w, v
    h = sigma(X @ w)
    o = sigma(h @ v)
    if epochs % 90 == 0:
        print(epochs, np.mean((t - o) ** 2))
    d = (t - o) * o * (1 - o)
    e = np.outer(d, v) * h * (1 - h)
    return train(w + rate * X.T @ e / len(X), v + rate * h.T @ d / len(X), epochs - 1)


import sys
sys.setrecursionlimit(5000)
w, v = train(rng.normal(0, 0.4, (6, 2)), rng.normal(0, 0.4, 2), 900)
print("accuracy", np.mean((sigma(sigma(np.array(features_test) @ w) @ v) > 0.5) == np.array(targets_test).reshape(-1)))
