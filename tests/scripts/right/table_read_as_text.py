# ruff: noqa
import numpy as np
def sigmoid(z):
    return 1 / (1 + np.exp(-z))

import csv
with open("binary.csv") as f:
    rows = list(csv.DictReader(f))
raw = [[float(r["gre"]), float(r["gpa"])] + [float(r["rank"] == str(k)) for k in range(1, 5)] for r in rows]
raw = np.array(raw)
for c in (0, 1):
    raw[:, c] = (raw[:, c] - raw[:, c].mean()) / raw[:, c].std()
X = raw[:350]
Y = np.array([float(r["admit"]) for r in rows])[:350]

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
