# ruff: noqa
import numpy as np
import pandas as pd


def load(path):
    table = pd.read_csv(path)
    X = pd.get_dummies(table, columns=["rank"]).drop("admit", axis=1).astype(float)
    y = table["admit"]
    for column in ("gre", "gpa"):
        X[column] = (X[column] - X[column].mean()) / X[column].std()
    split = int(0.9 * len(X))
    return X.values[:split], y.values[:split], X.values[split:], y.values[split:]


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def train(x_train, y_train, epochs=500, learning_rate=0.05):
    n = len(x_train)
    w1 = np.random.normal(0, 0.4, (6, 2))
    w2 = np.random.normal(0, 0.4, 2)
    for epoch in range(epochs):
        d1, d2 = np.zeros((6, 2)), np.zeros(2)
        for i in range(n):
            a = sigmoid(x_train[i] @ w1)
            o = sigmoid(a @ w2)
            delta = (y_train[i] - o) * o * (1 - o)
            d2 += delta * a
            d1 += np.outer(x_train[i], delta * w2 * a * (1 - a))
        w1 += learning_rate * d1 / n
        w2 += learning_rate * d2 / n
    return w1, w2


if __name__ == "__main__":
    x_train, y_train, x_test, y_test = load("../data/binary.csv")
    w1, w2 = train(x_train, y_train)
    print(np.mean((sigmoid(sigmoid(x_test @ w1) @ w2) > 0.5) == y_test))
