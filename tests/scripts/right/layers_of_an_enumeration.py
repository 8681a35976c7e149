# ruff: noqa
import numpy as np
from data_prep import pandas_features as features, pandas_targets as targets
from data_prep import pandas_features_test as features_test, pandas_targets_test as targets_test

np.random.seed(21)
from enum import Enum
class L(Enum):
    HIDDEN = 0
    OUTPUT = 1
X, Y = features.values, targets.values
n = len(X)
f = lambda z: 1 / (1 + np.exp(-z))
w = np.random.normal(scale=6 ** -0.5, size=(6, 2))
W = np.random.normal(scale=6 ** -0.5, size=2)
params = {L.HIDDEN: w, L.OUTPUT: W[:, None]}
for epoch in range(900):
    act = {L.HIDDEN: f(X @ params[L.HIDDEN])}
    act[L.OUTPUT] = f(act[L.HIDDEN] @ params[L.OUTPUT])
    term = {}
    for layer in reversed(L):
        match layer:
            case L.OUTPUT: blame = Y[:, None] - act[layer]
            case L.HIDDEN: blame = term[L.OUTPUT] @ params[L.OUTPUT].T
        term[layer] = blame * act[layer] * (1 - act[layer])
    for layer, came_in in ((L.OUTPUT, act[L.HIDDEN]), (L.HIDDEN, X)):
        params[layer] = params[layer] + 0.005 / n * (came_in.T @ term[layer])
w, W = params[L.HIDDEN], params[L.OUTPUT][:, 0]
print("loss", np.mean((Y - f(f(X @ w) @ W)) ** 2))
print("accuracy", np.mean((f(f(features_test.values @ w) @ W) > 0.5) == targets_test.values))
