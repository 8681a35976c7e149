"""The weights are tables of pandas, which finds their rows and columns by name."""

import numpy as np
import pandas as pd
from data_prep import pandas_features as features
from data_prep import pandas_targets as targets

np.random.seed(21)
n_hidden, epochs, learnrate = 2, 900, 0.005
n_records, n_features = features.shape

weights_input_hidden = np.random.normal(scale=n_features**-0.5, size=(n_features, n_hidden))
weights_hidden_output = np.random.normal(scale=n_features**-0.5, size=n_hidden)
w = pd.DataFrame(weights_input_hidden, index=features.columns)
v = pd.Series(weights_hidden_output)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


for _ in range(epochs):
    a = sigmoid(features.dot(w))
    o = sigmoid(a.dot(v))
    top = (targets - o) * o * (1 - o)
    below = pd.DataFrame(np.outer(top, v), index=features.index) * a * (1 - a)
    v = v + learnrate * a.T.dot(top) / n_records
    w = w + learnrate * features.T.dot(below) / n_records

weights_input_hidden, weights_hidden_output = w.values, v.values
