"""Both loops count for themselves: the epochs that are left, and the records that are through."""

import numpy as np
from data_prep import features, targets

x, y = features.values, targets.values
n = len(x)
np.random.seed(17)
w = np.random.normal(0, 0.4, (6, 2))
v = np.random.normal(0, 0.4, 2)
epochs_left, learnrate = 120, 0.2
while epochs_left > 0:
    step_w, step_v = np.zeros_like(w), np.zeros_like(v)
    i = 0
    while i < n:
        a = 1 / (1 + np.exp(-np.dot(x[i], w)))
        out = 1 / (1 + np.exp(-np.dot(a, v)))
        term = (y[i] - out) * out * (1 - out)
        step_w += np.outer(x[i], term * v * a * (1 - a))
        step_v += term * a
        i += 1
    w += learnrate * step_w / n
    v += learnrate * step_v / n
    epochs_left -= 1
