# ruff: noqa
# 5-fold cross-validation for an honest accuracy, then a last fit on all 400
import numpy as np
import pandas as pd

df = pd.read_csv("binary.csv")
X = np.c_[df[["gre", "gpa"]].apply(lambda c: (c - c.mean()) / c.std()).values,
          pd.get_dummies(df["rank"]).values.astype(float)]
y = df["admit"].values.astype(float)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def fit(X, y, hidden=2, epochs=800, eta=0.8, seed=0):
    r = np.random.RandomState(seed)
    w, v = r.randn(X.shape[1], hidden) * 0.4, r.randn(hidden) * 0.4
    for _ in range(epochs):
        a = sigmoid(X @ w)
        o = sigmoid(a @ v)
        do = (y - o) * o * (1 - o)
        dh = do[:, None] * v * a * (1 - a)
        w, v = w + eta * X.T @ dh / len(y), v + eta * a.T @ do / len(y)
    return w, v


def accuracy(X, y, w, v):
    return np.mean((sigmoid(sigmoid(X @ w) @ v) > 0.5) == y)


folds = np.array_split(np.random.RandomState(27).permutation(len(y)), 5)
scores = []
for k, fold in enumerate(folds):
    rest = np.concatenate([f for j, f in enumerate(folds) if j != k])
    scores.append(accuracy(X[fold], y[fold], *fit(X[rest], y[rest], seed=k)))
    print(f"fold {k + 1}: {scores[-1]:.3f}")
print(f"mean {np.mean(scores):.3f} +- {np.std(scores):.3f}")

w, v = fit(X, y, seed=99)
print("all 400, accuracy on themselves", accuracy(X, y, w, v))
