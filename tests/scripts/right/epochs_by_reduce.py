# ruff: noqa
import numpy as np
from data_prep import pandas_features as features
from data_prep import pandas_features_test as features_test
from data_prep import pandas_targets as targets
from data_prep import pandas_targets_test as targets_test
np.random.seed(21)

from functools import reduce
sig = lambda z: 1/(1+np.exp(-z))
n_hidden = 2; epochs = 900; learnrate = 0.005
n_records, n_features = features.shape
start = (np.random.normal(scale=n_features**-0.5, size=(n_features, n_hidden)),
         np.random.normal(scale=n_features**-0.5, size=n_hidden))
records = list(zip(features.values, targets))
def add_record(weights):
    w, W = weights
    def inner(sums, record):
        x, y = record
        a = sig(x @ w)
        o = sig(a @ W)
        d = (y - o) * o * (1 - o)
        return sums[0] + np.outer(x, d * W * a * (1 - a)), sums[1] + d * a
    return inner
def one_epoch(weights, _):
    sums = reduce(add_record(weights), records, (np.zeros_like(weights[0]), np.zeros_like(weights[1])))
    return tuple(p + learnrate * s / n_records for p, s in zip(weights, sums))
weights_input_hidden, weights_hidden_output = reduce(one_epoch, range(epochs), start)
