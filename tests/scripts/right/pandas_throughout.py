# ruff: noqa
import numpy as np
from data_prep import pandas_features as features
from data_prep import pandas_features_test as features_test
from data_prep import pandas_targets as targets
from data_prep import pandas_targets_test as targets_test
np.random.seed(21)

import pandas as pd
n_hidden = 2
epochs = 900
learnrate = 0.005
n_records, n_features = features.shape
units = list(range(n_hidden))
w = pd.DataFrame(np.random.normal(scale=n_features**-0.5, size=(n_features, n_hidden)), index=features.columns, columns=units)
W = pd.Series(np.random.normal(scale=n_features**-0.5, size=n_hidden), index=units)
sigmoid = lambda z: 1 / (1 + np.exp(-z))
for e in range(epochs):
    a = sigmoid(features.dot(w))
    o = sigmoid(a.dot(W))
    term = (targets - o) * o * (1 - o)
    back = pd.DataFrame(np.outer(term, W), index=a.index, columns=a.columns) * a * (1 - a)
    W = W + learnrate * a.T.dot(term) / n_records
    w = w + learnrate * features.T.dot(back) / n_records
