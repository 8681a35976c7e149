# ruff: noqa
"""Keeps the weights that did best on a validation set, but trains to the end all the same."""
import numpy as np
from data_prep import pandas_features as features, pandas_targets as targets
from data_prep import pandas_features_test as features_test, pandas_targets_test as targets_test

np.random.seed(31)
sigmoid = lambda x: 1 / (1 + np.exp(-x))

X_valid, y_valid = features.values[-60:], targets.values[-60:]
X, y = features.values[:-60], targets.values[:-60]
n_records, n_features = X.shape

n_hidden, epochs, learnrate = 3, 2500, 1.0
W1 = np.random.normal(scale=n_features ** -.5, size=(n_features, n_hidden))
W2 = np.random.normal(scale=n_features ** -.5, size=(n_hidden, 1))
best = (np.inf, None, None, None)

for epoch in range(epochs):
    hidden = sigmoid(X @ W1)
    out = sigmoid(hidden @ W2)
    error = y[:, np.newaxis] - out
    out_term = error * out * (1 - out)
    hidden_term = out_term.dot(W2.T) * hidden * (1 - hidden)
    del_W2 = hidden.T.dot(out_term)
    del_W1 = X.T.dot(hidden_term)
    W1 += learnrate * del_W1 / n_records
    W2 += learnrate * del_W2 / n_records
    valid = np.mean((y_valid - sigmoid(sigmoid(X_valid @ W1) @ W2)[:, 0]) ** 2)
    if valid < best[0]:
        best = (valid, epoch, W1.copy(), W2.copy())
    if epoch % 500 == 0:
        print(f"{epoch:5d} train {np.mean(error ** 2):.5f} valid {valid:.5f}")

print("best validation", best[0], "after epoch", best[1] + 1)
for name, a, b in (("best", best[2], best[3]), ("last", W1, W2)):
    answer = sigmoid(sigmoid(features_test.values @ a) @ b)[:, 0]
    print(name, "test accuracy", np.mean((answer > .5) == targets_test.values))
