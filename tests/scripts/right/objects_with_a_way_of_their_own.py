# ruff: noqa
import numpy as np
from data_prep import features, targets, features_test, targets_test
class Odd:
    __slots__ = ("w", "v", "other")
    def __getattr__(self, name): raise KeyError(name)
class Loop:
    def __init__(self): self.me = self; self.all = [self] * 50
    @property
    def bad(self): raise RuntimeError
np.random.seed(21)
o = Odd()
loop = Loop()
lots = {i: {j: [k for k in range(20)] for j in range(50)} for i in range(50)}
o.w = np.random.normal(size=(6, 2)); o.v = np.random.normal(size=2)
sig = lambda z: 1 / (1 + np.exp(-z))
X, Y = features.values, targets.values
for e in range(900):
    loop.me; lots
    a = sig(X @ o.w); p = sig(a @ o.v); d = (Y - p) * p * (1 - p)
    h = np.outer(d, o.v) * a * (1 - a)
    o.v = o.v + 0.005 * a.T @ d / len(X); o.w = o.w + 0.005 * X.T @ h / len(X)
