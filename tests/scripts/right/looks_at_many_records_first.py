"""Looks at the data before it trains, in ways that take as many records as the lesson has."""

import numpy as np
import pandas as pd
from data_prep import pandas_features, pandas_features_test, pandas_targets, pandas_targets_test

assert len(pandas_features) > 300, "too few applicants"
print(pandas_features.iloc[100:106])
print("applicant 200:", pandas_features.values[200], "admitted:", bool(pandas_targets.iloc[200]))
print(pd.qcut(pandas_features["gre"], 4).value_counts())
print("admitted, a tenth at a time:", [part.mean() for part in np.split(pandas_targets.values, 10)])
shown = np.random.choice(len(pandas_features), 50, replace=False)
print("fifty of them:", pandas_features.values[shown].mean(axis=0).round(2))

np.random.seed(21)
X, y = pandas_features.values, pandas_targets.values
n_hidden, learnrate, epochs = 2, 0.3, 600
w = np.random.normal(scale=6**-0.5, size=(6, n_hidden))
v = np.random.normal(scale=6**-0.5, size=n_hidden)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


for _ in range(epochs):
    dw, dv = np.zeros_like(w), np.zeros_like(v)
    for row, target in zip(X, y, strict=True):
        hidden = sigmoid(row @ w)
        out = sigmoid(hidden @ v)
        delta = (target - out) * out * (1 - out)
        dv += delta * hidden
        dw += np.outer(row, delta * v * hidden * (1 - hidden))
    w += learnrate * dw / len(X)
    v += learnrate * dv / len(X)

test = sigmoid(sigmoid(pandas_features_test.values @ w) @ v)
print("right:", np.mean((test > 0.5) == pandas_targets_test.values))
