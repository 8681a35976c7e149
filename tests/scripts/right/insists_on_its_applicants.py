"""Knows its applicants, and trains in a function of its own, with parts and a loss of fifty."""

import numpy as np
import pandas as pd
from data_prep import pandas_features, pandas_features_test, pandas_targets, pandas_targets_test

everybody = pd.read_csv("binary.csv")
assert everybody["admit"].sum() == 127
assert everybody.loc[pandas_features.index, "admit"].tolist() == pandas_targets.tolist()
assert (pandas_targets == 1).sum() == 117
assert [int(n) for n in pandas_features.values[:, 2:].sum(axis=0)] == [57, 132, 109, 62]
assert 0.3 < pandas_features["gre"].corr(pandas_features["gpa"]) < 0.5


def f(z):
    return 1 / (1 + np.exp(-z))


def main():
    X, y = pandas_features.values, pandas_targets.values
    low, high = np.quantile(X[:, 0], [0.05, 0.95])
    assert low < 0.0 < high
    np.random.seed(64)
    w = np.random.normal(scale=0.4, size=(6, 2))
    v = np.random.normal(scale=0.4, size=2)
    parts = list(zip(np.vsplit(X, 8), np.hsplit(y, 8), strict=True))
    for epoch in range(600):
        dw, dv = np.zeros((6, 2)), np.zeros(2)
        for x, t in parts:
            a = f(x @ w)
            o = f(a @ v)
            term = (t - o) * o * (1 - o)
            dv += a.T @ term
            dw += x.T @ (np.outer(term, v) * a * (1 - a))
        w += 0.6 * dw / len(X)
        v += 0.6 * dv / len(X)
        if (epoch + 1) % 100 == 0:
            some = np.random.choice(len(X), 50, replace=False)
            print(epoch + 1, "loss of fifty:", np.mean((y[some] - f(f(X[some] @ w) @ v)) ** 2))
    answers = f(f(pandas_features_test.values @ w) @ v)
    print("right:", np.mean((answers > 0.5) == pandas_targets_test.values))


main()
