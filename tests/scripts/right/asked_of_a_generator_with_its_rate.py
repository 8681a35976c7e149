# ruff: noqa
import numpy as np
from data_prep import pandas_features as features, pandas_targets as targets
from data_prep import pandas_features_test as features_test, pandas_targets_test as targets_test

from itertools import islice
import tempfile, time, os
np.random.seed(21)

def s(z): return 1 / (1 + np.exp(-z))

def descend(x, y, w, W, rate):
    while True:
        a = s(x @ w); o = s(a @ W)
        yield w, W, np.mean((y - o) ** 2)
        d = (y - o) * o * (1 - o)
        w, W = w + rate * x.T @ (d[:, None] * W * a * (1 - a)), W + rate * d @ a

t0 = time.perf_counter()
x, y = features.values, targets.values
w, W = np.random.normal(scale=6 ** -.5, size=(6, 2)), np.random.normal(scale=6 ** -.5, size=2)
for i, (w, W, loss) in enumerate(islice(descend(x, y, w, W, 0.005 / len(y)), 901)):
    if i % 100 == 0: print(i, loss)
print("seconds", time.perf_counter() - t0)
try:
    with tempfile.TemporaryDirectory() as d:
        np.savez(os.path.join(d, "weights.npz"), w=w, W=W)
except OSError as problem:
    print("not saved:", problem)
print("accuracy", np.mean((s(s(features_test.values @ w) @ W) > .5) == targets_test.values))
