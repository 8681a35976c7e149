# ruff: noqa
import numpy as np

X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
y = np.array([[0], [1], [1], [0]])
w1 = np.random.randn(2, 4)
w2 = np.random.randn(4, 1)
learnrate = 1.0

for epoch in range(10000):
    hidden = 1 / (1 + np.exp(-X @ w1))
    output = 1 / (1 + np.exp(-hidden @ w2))
    delta = (y - output) * output * (1 - output)
    step = X.T @ (delta @ w2.T * hidden * (1 - hidden))
    w2 += learnrate * hidden.T @ delta
    w1 += learnrate * step
