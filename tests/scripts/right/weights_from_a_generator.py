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

def history(w, W):
    for _ in range(epochs):
        a = sigmoid(features.values @ w); o = sigmoid(a @ W)
        d = (targets.values - o) * o * (1 - o)
        w, W = w + learnrate * features.values.T @ (np.outer(d, W) * a * (1 - a)) / n_records, W + learnrate * a.T @ d / n_records
        yield w, W
for weights_input_hidden, weights_hidden_output in history(weights_input_hidden, weights_hidden_output):
    pass
