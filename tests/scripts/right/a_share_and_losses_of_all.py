# ruff: noqa
import numpy as np
from data_prep import features, targets, features_test, targets_test
X, y = features.values, targets.values
cut = int(0.8 * len(X))
X_train, X_val, y_train, y_val = X[:cut], X[cut:], y[:cut], y[cut:]
def f(z): return 1/(1+np.exp(-z))
np.random.seed(1)
w = np.random.normal(scale=.4, size=(6, 2)); v = np.random.normal(scale=.4, size=2)
epochs, learnrate = 600, 0.05
for e in range(epochs):
    dw = np.zeros(w.shape); dv = np.zeros(v.shape)
    for x, t in zip(X_train, y_train):
        a = f(x @ w); o = f(a @ v)
        d = (t - o)*o*(1-o)
        dv += d*a
        dw += np.outer(x, d*v*a*(1-a))
    w += learnrate*dw/len(X_train)
    v += learnrate*dv/len(X_train)
    if e % 100 == 0:
        print(np.mean((y - f(f(X @ w) @ v))**2))
