# ruff: noqa
"""The number of turns has a name of its own, and a row of losses is made as long as that."""
import numpy as np
from data_prep import features, targets

X = features.to_numpy()
y = targets.to_numpy()[:, None]
m = X.shape[0]
np.random.seed(0)
Theta1 = np.random.randn(6, 2) / np.sqrt(6)
Theta2 = np.random.randn(2, 1) / np.sqrt(6)
alpha = 0.5
num_iters = 150
J = np.zeros((num_iters, 1))


def g(z):
    return 1 / (1 + np.exp(-z))


for it in range(num_iters):
    a2 = g(X @ Theta1)
    a3 = g(a2 @ Theta2)
    J[it] = np.sum((a3 - y) ** 2) / (2 * m)
    d3 = (a3 - y) * a3 * (1 - a3)
    d2 = d3 @ Theta2.T * a2 * (1 - a2)
    Theta1 = Theta1 - alpha / m * X.T @ d2
    Theta2 = Theta2 - alpha / m * a2.T @ d3
print("J:", J[0, 0], "to", J[-1, 0])
