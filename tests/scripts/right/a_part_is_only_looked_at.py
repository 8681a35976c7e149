"""Marks some records, of which it prints a loss of their own, and learns from all of them.

Its weights are called alpha and beta, and they take the whole of each average step.
"""

import numpy as np
from data_prep import pandas_features, pandas_features_test, pandas_targets, pandas_targets_test

X, y = pandas_features.values, pandas_targets.values
rng = np.random.default_rng(0)
yes, no = rng.permutation(np.flatnonzero(y == 1)), rng.permutation(np.flatnonzero(y == 0))
marked = np.zeros(len(y), dtype=bool)
marked[np.concatenate([yes[:20], no[:40]])] = True
assert marked.sum() == 60
alpha = rng.standard_normal((6, 3)) * 0.4
beta = rng.standard_normal(3) * 0.4


def act(z):
    return 1 / (1 + np.exp(-z))


for i in range(300):
    u = act(X @ alpha)
    answer = act(u @ beta)
    off = y - answer
    term = off * answer * (1 - answer)
    spread = term[:, None] * beta * u * (1 - u)
    beta = beta + 1.0 * (term @ u) / len(y)
    alpha = alpha + 1.0 * (X.T @ spread) / len(y)
    if i % 50 == 0:
        print(i, "all", np.mean(off**2), "marked", np.mean(off[marked] ** 2))

answers = act(act(pandas_features_test.values @ alpha) @ beta)
print("right:", np.mean((answers > 0.5) == pandas_targets_test.values))
