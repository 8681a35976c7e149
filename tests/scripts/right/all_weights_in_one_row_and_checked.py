# ruff: noqa
import numpy as np
from data_prep import pandas_features, pandas_targets

X, y = pandas_features.values, pandas_targets.values
D, M = X.shape[1], 2


def unpack(theta):
    return theta[:D * M].reshape(D, M), theta[D * M:]


def cost_and_gradient(theta):
    W, v = unpack(theta)
    Z = 1 / (1 + np.exp(-X @ W))
    p = 1 / (1 + np.exp(-Z @ v))
    cost = 0.5 * np.mean((p - y) ** 2)
    g = (p - y) * p * (1 - p)
    dv = Z.T @ g
    dW = X.T @ (g[:, None] * v * Z * (1 - Z))
    return cost, np.concatenate([dW.ravel(), dv]) / len(y)


def gradient_descent(fun, theta, rate, steps):
    for k in range(steps):
        c, g = fun(theta)
        theta = theta - rate * g
    return theta


theta0 = np.random.RandomState(6).normal(0, 0.4, D * M + M)
steps = 1500

# check the gradient numerically first
c, g = cost_and_gradient(theta0)
for i in range(theta0.size):
    e = np.zeros_like(theta0)
    e[i] = 1e-5
    num = (cost_and_gradient(theta0 + e)[0] - cost_and_gradient(theta0 - e)[0]) / 2e-5
    assert abs(num - g[i]) < 1e-8, i

theta = gradient_descent(cost_and_gradient, theta0, 0.25, steps)
print(cost_and_gradient(theta)[0])
