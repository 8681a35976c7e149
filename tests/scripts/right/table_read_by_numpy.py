# ruff: noqa
import numpy as np
def sigmoid(z):
    return 1 / (1 + np.exp(-z))

table = np.loadtxt("admissions.csv", delimiter=",", skiprows=1)
gre = (table[:, 1] - table[:, 1].mean()) / table[:, 1].std(ddof=1)
gpa = (table[:, 2] - table[:, 2].mean()) / table[:, 2].std(ddof=1)
rank = np.eye(4)[table[:, 3].astype(int) - 1]
features = np.column_stack([gre, gpa, rank])
rng = np.random.default_rng(42)
order = rng.permutation(len(features))
X, Y = features[order[:360]], table[order[:360], 0]
X_test, Y_test = features[order[360:]], table[order[360:], 0]

np.random.seed(3)
w = np.random.normal(0, .4, (6, 3))
W = np.random.normal(0, .4, 3)
epochs, learnrate = 500, 0.1

for e in range(epochs):
    dw = np.zeros(w.shape)
    dW = np.zeros(W.shape)
    for x, y in zip(X, Y):
        a = sigmoid(x @ w)
        o = sigmoid(a @ W)
        d = (y - o) * o * (1 - o)
        dW += d * a
        dw += np.outer(x, d * W * a * (1 - a))
    w += learnrate * dw / len(X)
    W += learnrate * dW / len(X)
