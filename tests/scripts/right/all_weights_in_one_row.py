# ruff: noqa
import numpy as np
from data_prep import pandas_features as features, pandas_targets as targets
from data_prep import pandas_features_test as features_test, pandas_targets_test as targets_test

# all 14 weights in one vector, as scipy.optimize wants them
np.random.seed(21)
X, y = features.values, targets.values
n, p = X.shape
theta = np.concatenate([np.random.normal(scale=p**-.5, size=(p, 2)).ravel(),
                        np.random.normal(scale=p**-.5, size=2)])

def unpack(theta):
    return theta[:12].reshape(6, 2), theta[12:]

def expit(z):
    return 1 / (1 + np.exp(-z))

def cost_and_grad(theta):
    w, v = unpack(theta)
    a = expit(X.dot(w))
    o = expit(a.dot(v))
    r = o - y
    g = r * o * (1 - o)
    grad_w = X.T.dot(g[:, None] * v * a * (1 - a))
    return 0.5 * r.dot(r) / n, np.r_[grad_w.ravel(), a.T.dot(g)] / n

for k in range(900):
    cost, grad = cost_and_grad(theta)
    theta -= 0.005 * grad
    if k % 90 == 0:
        print(k, "half mse", cost)
w, v = unpack(theta)
print("Accuracy:", np.mean((expit(expit(features_test.values @ w) @ v) > 0.5) == targets_test))
