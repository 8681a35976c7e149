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
def make_net(n_in, n_hid):
    w = np.random.normal(scale=n_in**-0.5, size=(n_in, n_hid))
    W = np.random.normal(scale=n_in**-0.5, size=n_hid)
    f = lambda z: 1 / (1 + np.exp(-z))
    def epoch(X, Y, eta):
        nonlocal w, W
        a = f(X @ w); o = f(a @ W)
        d = (Y - o) * o * (1 - o)
        h = np.outer(d, W) * a * (1 - a)
        W = W + eta * (a.T @ d) / len(X)
        w = w + eta * (X.T @ h) / len(X)
        return np.mean((Y - o) ** 2)
    return epoch
step = make_net(n_features, n_hidden)
X, Y = features.values, targets.values
losses = [step(X, Y, learnrate) for _ in range(epochs)]
print(losses[-1])
