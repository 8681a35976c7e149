"""Epochs that are counted without end, and left from within; weights in a named tuple that is made
anew, and taken out of it at the end."""

import itertools
from typing import NamedTuple

import numpy as np
from data_prep import pandas_features as features
from data_prep import pandas_targets as targets

np.random.seed(21)


class State(NamedTuple):
    w: np.ndarray
    W: np.ndarray


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


n_hidden = 2
epochs = 900
learnrate = 0.005
n_records, n_features = features.shape
w = np.random.normal(scale=n_features**-0.5, size=(n_features, n_hidden))
W = np.random.normal(scale=n_features**-0.5, size=n_hidden)
state = State(w, W)
for epoch in itertools.count(1):
    if epoch > epochs:
        break
    a = sigmoid(features.values @ state.w)
    o = sigmoid(a @ state.W)
    d = (targets.values - o) * o * (1 - o)
    dh = np.outer(d, state.W) * a * (1 - a)
    state = state._replace(
        w=state.w + learnrate * features.values.T @ dh / n_records,
        W=state.W + learnrate * a.T @ d / n_records,
    )
w, W = state
print(w, W)
