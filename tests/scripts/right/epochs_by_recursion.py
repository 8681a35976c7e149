# ruff: noqa
import numpy as np
from data_prep import pandas_features as features
from data_prep import pandas_features_test as features_test
from data_prep import pandas_targets as targets
from data_prep import pandas_targets_test as targets_test
np.random.seed(21)

import sys
sys.setrecursionlimit(10_000)
def σ(z): return 1/(1+np.exp(-z))
n_hidden = 2
epochs = 900
learnrate = 0.005
X, y = np.asarray(features), np.asarray(targets)
m, n = X.shape
def learn(w, W, left):
    if left == 0:
        return w, W
    a = σ(X @ w)
    ŷ = σ(a @ W)
    δ = (y - ŷ) * ŷ * (1 - ŷ)
    ε = δ[:, None] * W * a * (1 - a)
    return learn(w + learnrate * X.T @ ε / m, W + learnrate * a.T @ δ / m, left - 1)
weights_input_hidden, weights_hidden_output = learn(
    np.random.normal(scale=n**-0.5, size=(n, n_hidden)),
    np.random.normal(scale=n**-0.5, size=n_hidden), epochs)
