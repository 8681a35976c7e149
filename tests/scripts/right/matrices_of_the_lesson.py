# ruff: noqa
"""With the Matrix of the lesson, everything in one go, as a script."""
import random
from data_prep import features, targets, features_test, targets_test
from matrix import Matrix
import math

rng = random.Random(77)
w = Matrix.random(6, 2, 0.4, rng)
W = Matrix.random(2, 1, 0.4, rng)
epochs = 500
learnrate = 0.5


def f(z):
    return 1 / (1 + math.exp(-z))


def answer(x):
    a = (x @ w).map(f)
    return a, (a @ W).map(f)


for e in range(epochs):
    a, out = answer(features)
    error = targets - out
    d_out = error * out * (1 - out)
    d_hid = (d_out @ W.T) * a * (1 - a)
    W = W + learnrate * (a.T @ d_out) / features.shape[0]
    w = w + learnrate * (features.T @ d_hid) / features.shape[0]
    if e % 100 == 0:
        print(e, sum(r[0] ** 2 for r in error.rows) / 360)

a, out = answer(features_test)
print(sum((o[0] > .5) == (t[0] > .5) for o, t in zip(out.rows, targets_test.rows)), "of 40")
