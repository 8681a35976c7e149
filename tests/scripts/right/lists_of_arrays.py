# ruff: noqa
import numpy as np
from data_prep import pandas_features, pandas_targets

np.random.seed(4)
xs = list(pandas_features.values[:330])
ys = list(pandas_targets.values[:330])
held_x = pandas_features.values[330:]
held_y = pandas_targets.values[330:]


def s(z):
    return 1 / (1 + np.exp(-z))


k = 2
learn = 0.6
W1 = np.random.uniform(-0.6, 0.6, size=(6, k))
W2 = np.random.uniform(-0.6, 0.6, size=k)

for epoch in range(100):
    hs = [s(np.dot(x, W1)) for x in xs]
    os = [s(np.dot(h, W2)) for h in hs]
    es = [y - o for y, o in zip(ys, os)]
    ds = [e * o * (1 - o) for e, o in zip(es, os)]
    hds = [d * W2 * h * (1 - h) for d, h in zip(ds, hs)]

    dW2 = np.sum([d * h for d, h in zip(ds, hs)], axis=0)
    dW1 = np.sum([np.outer(x, hd) for x, hd in zip(xs, hds)], axis=0)

    W2 += learn * dW2 / len(xs)
    W1 += learn * dW1 / len(xs)
    if epoch % 20 == 19:
        print(epoch + 1, np.mean(np.square(es)))

print("held out:", np.mean((s(s(held_x @ W1) @ W2) > 0.5) == (held_y > 0.5)))
