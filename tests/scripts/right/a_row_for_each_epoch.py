"""All weights that there ever were, in a row for each epoch, to look at afterwards."""

import numpy as np
from data_prep import features, targets

x, y = features.values, targets.values
n_epochs, n_hidden, rate = 60, 2, 0.4
w = np.zeros((n_epochs + 1, 6, n_hidden))
v = np.zeros((n_epochs + 1, n_hidden))
np.random.seed(21)
w[0] = np.random.normal(scale=0.4, size=(6, n_hidden))
v[0] = np.random.normal(scale=0.4, size=n_hidden)

for t in range(n_epochs):
    a = 1 / (1 + np.exp(-x @ w[t]))
    out = 1 / (1 + np.exp(-a @ v[t]))
    term = (y - out) * out * (1 - out)
    back = np.outer(term, v[t]) * a * (1 - a)
    w[t + 1] = w[t] + rate * x.T @ back / len(x)
    v[t + 1] = v[t] + rate * a.T @ term / len(x)

for t in range(0, n_epochs + 1, 20):
    answers = 1 / (1 + np.exp(-(1 / (1 + np.exp(-x @ w[t]))) @ v[t]))
    print(t, np.mean((y - answers) ** 2), v[t])
