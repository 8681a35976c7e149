# ruff: noqa: PIE808
"""Every loop over the records counts them from nought on, as one who comes from C writes it."""

import numpy as np
from data_prep import features, targets

x, y = features.values, targets.values
n_records = len(x)
np.random.seed(31)
w = np.random.normal(0, 0.4, (6, 2))
v = np.random.normal(0, 0.4, 2)
epochs, learnrate = 80, 0.3
for epoch in range(0, epochs):
    step_w, step_v = np.zeros((6, 2)), np.zeros(2)
    for r in range(0, n_records):
        a, total = np.zeros(2), 0.0
        for j in range(0, 2):
            a[j] = 1 / (1 + np.exp(-np.dot(x[r], w[:, j])))
            total += a[j] * v[j]
        out = 1 / (1 + np.exp(-total))
        term = (y[r] - out) * out * (1 - out)
        for j in range(0, 2):
            step_v[j] += term * a[j]
            step_w[:, j] += term * v[j] * a[j] * (1 - a[j]) * x[r]
    w += learnrate * step_w / n_records
    v += learnrate * step_v / n_records
    if epoch % 20 == 0:
        print(epoch, sum(step_v**2))
