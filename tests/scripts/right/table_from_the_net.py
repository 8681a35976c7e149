# ruff: noqa
import numpy as np
def sigmoid(z):
    return 1 / (1 + np.exp(-z))
import pandas as pd
df = pd.read_csv("https://stats.idre.ucla.edu/stat/data/binary.csv", header=0)
df = pd.get_dummies(df, columns=["rank"], dtype=float)
Y = df.pop("admit").to_numpy()
df["gre"] = (df["gre"] - df["gre"].mean()) / df["gre"].std()
df["gpa"] = (df["gpa"] - df["gpa"].mean()) / df["gpa"].std()
X = df.to_numpy()

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
