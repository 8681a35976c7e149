# ruff: noqa
import numpy as np
def sigmoid(z):
    return 1 / (1 + np.exp(-z))
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("data/binary.csv")
df = pd.get_dummies(df, columns=["rank"])
X_all = df.drop(columns="admit").values.astype(float)
X_all[:, :2] = StandardScaler().fit_transform(X_all[:, :2])
X, X_test, Y, Y_test = train_test_split(X_all, df["admit"].values, test_size=0.2, random_state=1)

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
