# ruff: noqa
import numpy as np
from data_prep import pandas_features as features
from data_prep import pandas_features_test as features_test
from data_prep import pandas_targets as targets
from data_prep import pandas_targets_test as targets_test
np.random.seed(21)
def sigmoid(z): return 1/(1+np.exp(-z))
n_hidden = 2
epochs = 900
learnrate = 0.005
n_records, n_features = features.shape
weights_input_hidden = np.random.normal(scale=n_features**-0.5, size=(n_features, n_hidden))
weights_hidden_output = np.random.normal(scale=n_features**-0.5, size=n_hidden)

from itertools import accumulate, repeat
X, T = features.values, targets.values
def one(ws, _):
    w, W = ws
    a = sigmoid(X @ w); o = sigmoid(a @ W); d = (T - o) * o * (1 - o)
    return w + learnrate * X.T @ (np.outer(d, W) * a * (1 - a)) / n_records, W + learnrate * a.T @ d / n_records
for weights_input_hidden, weights_hidden_output in accumulate(repeat(None, epochs), one, initial=(weights_input_hidden, weights_hidden_output)):
    pass
