# ruff: noqa
import numpy as np
from data_prep import pandas_features, pandas_targets

# (id, inputs, target) so that I can look up who is misjudged
records = [
    (ident, row.to_numpy(), pandas_targets[ident]) for ident, row in pandas_features.iterrows()
]
records.sort(key=lambda rec: rec[0])
training, validation = records[:-60], records[-60:]

sigmoid = lambda z: 1 / (1 + np.exp(-z))

rng = np.random.default_rng(31)
n_hidden = 2
lr = 1.0
w1 = rng.standard_normal((6, n_hidden)) / 3
w2 = rng.standard_normal(n_hidden) / 3

epoch = 0
while epoch < 150:
    acc1 = 0
    acc2 = 0
    for ident, x, y in training:
        hidden = sigmoid(x @ w1)
        out = sigmoid(hidden @ w2)
        err = y - out
        out_delta = err * out * (1 - out)
        hid_delta = w2 * out_delta * hidden * (1 - hidden)
        acc2 = acc2 + out_delta * hidden
        acc1 = acc1 + np.outer(x, hid_delta)
    w1 = w1 + lr * acc1 / len(training)
    w2 = w2 + lr * acc2 / len(training)
    epoch += 1

wrong = [ident for ident, x, y in validation if (sigmoid(sigmoid(x @ w1) @ w2) > 0.5) != (y > 0.5)]
print(len(wrong), "of", len(validation), "misjudged:", wrong[:10])
