"""The number of records, written down wherever it is needed, in heads of loops as well."""

import numpy as np
from data_prep import features, targets

x = features.to_numpy()
y = targets.to_numpy()
np.random.seed(9)
w = np.random.normal(0, 0.4, (6, 2))
v = np.random.normal(0, 0.4, 2)
learnrate = 0.1
for epoch in range(150):
    step_w = np.zeros((6, 2))
    step_v = np.zeros(2)
    for i in range(360):
        hidden = 1 / (1 + np.exp(-np.dot(x[i], w)))
        out = 1 / (1 + np.exp(-np.dot(hidden, v)))
        delta = (y[i] - out) * out * (1 - out)
        delta_hidden = delta * v * hidden * (1 - hidden)
        step_v += delta * hidden
        step_w += np.outer(x[i], delta_hidden)
    w += learnrate * step_w / 360
    v += learnrate * step_v / 360
    if epoch % 30 == 0:
        loss = 0.0
        for start in range(0, 360, 60):
            part = slice(start, start + 60)
            hidden = 1 / (1 + np.exp(-x[part] @ w))
            loss += np.sum((y[part] - 1 / (1 + np.exp(-hidden @ v))) ** 2)
        print(epoch, loss / 360)
