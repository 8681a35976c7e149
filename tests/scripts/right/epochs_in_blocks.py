"""Ten blocks of epochs, with a look at the loss after each; what is learned is global."""

import numpy as np
from data_prep import features, features_test, targets, targets_test

w1 = w2 = None
dw1 = dw2 = None
count = 0
LR = 0.1


def sig(x):
    return 1 / (1 + np.exp(-x))


def init(hidden):
    global w1, w2
    np.random.seed(1)
    n = features.shape[1]
    w1 = np.random.randn(n, hidden) / np.sqrt(n)
    w2 = np.random.randn(hidden) / np.sqrt(n)


def reset():
    global dw1, dw2, count
    dw1 = w1 * 0
    dw2 = w2 * 0
    count = 0


def look_at(x, y):
    global dw1, dw2, count
    h = sig(x.dot(w1))
    o = sig(h.dot(w2))
    e = (y - o) * o * (1 - o)
    dw2 = dw2 + e * h
    dw1 = dw1 + np.outer(x, e * w2 * h * (1 - h))
    count += 1


def update():
    global w1, w2
    w1 = w1 + LR * dw1 / count
    w2 = w2 + LR * dw2 / count


def epoch():
    reset()
    for x, y in zip(features.values, targets.values, strict=True):
        look_at(x, y)
    update()


def train(epochs):
    for _ in range(epochs):
        epoch()


init(2)
for block in range(10):
    train(25)
    p = sig(sig(features.values.dot(w1)).dot(w2))
    print((block + 1) * 25, ((targets.values - p) ** 2).mean())

p = sig(sig(features_test.values.dot(w1)).dot(w2))
print("test acc", ((p > 0.5) == (targets_test.values > 0.5)).mean())
