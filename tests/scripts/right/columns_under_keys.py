# ruff: noqa
from data_prep import features, targets, features_test, targets_test
import numpy as np

X, t = np.array(features), np.array(targets).reshape(-1, 1)
sigma = lambda z: 1 / (1 + np.exp(-z))
rng = np.random.default_rng(0)
W = {(1, 0): rng.normal(0, 0.4, (6, 1)), (1, 1): rng.normal(0, 0.4, (6, 1)), (2, 0): rng.normal(0, 0.4, (2, 1))}
for k in range(900):
    h = np.hstack([sigma(X @ W[1, 0]), sigma(X @ W[1, 1])])
    o = sigma(h @ W[2, 0])
    d = (t - o) * o * (1 - o)
    for j in (0, 1):
        e = d * W[2, 0][j] * h[:, [j]] * (1 - h[:, [j]])
        W[1, j] = W[1, j] + 0.5 * X.T @ e / len(X)
    W[2, 0] = W[2, 0] + 0.5 * h.T @ d / len(X)
    if k % 90 == 0:
        print(k, np.mean((t - o) ** 2))
xt = np.array(features_test)
h = np.hstack([sigma(xt @ W[1, 0]), sigma(xt @ W[1, 1])])
print("accuracy", np.mean((sigma(h @ W[2, 0]) > 0.5) == np.array(targets_test).reshape(-1, 1)))
