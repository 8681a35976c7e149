"""All weights in one vector, unrolled for each epoch: there is no array for a layer to be set."""

import numpy as np
from data_prep import features, targets

rng = np.random.default_rng(21)
X, y = features.values, targets.values
w, v = rng.normal(scale=0.4, size=(6, 2)), rng.normal(scale=0.4, size=2)
params = np.concatenate([w.ravel(), v])
learnrate = 0.005


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def downhill(params):
    w, v = params[:12].reshape(6, 2), params[12:]
    a = sigmoid(X @ w)
    o = sigmoid(a @ v)
    d = (y - o) * o * (1 - o)
    below = d[:, None] * v * a * (1 - a)
    return np.concatenate([(X.T @ below).ravel(), a.T @ d])


for _ in range(900):
    params = params + learnrate * downhill(params) / len(X)
w, v = params[:12].reshape(6, 2), params[12:]
