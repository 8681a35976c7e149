# ruff: noqa
import numpy as np
import pandas as pd


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def train_test_split(X, y, test_size, seed):
    perm = np.random.RandomState(seed).permutation(len(X))
    cut = int(len(X) * test_size)
    return X[perm[cut:]], X[perm[:cut]], y[perm[cut:]], y[perm[:cut]]


def train(X, y, n_units, lr, n_iter, seed=0):
    rs = np.random.RandomState(seed)
    theta1 = rs.normal(0, X.shape[1] ** -0.5, (X.shape[1], n_units))
    theta2 = rs.normal(0, n_units ** -0.5, (n_units, 1))
    n = X.shape[0]
    for _ in range(n_iter):
        a1 = sigmoid(np.matmul(X, theta1))
        a2 = sigmoid(np.matmul(a1, theta2))
        e = y - a2
        d2 = e * a2 * (1 - a2)
        e1 = np.matmul(d2, theta2.T)
        d1 = e1 * a1 * (1 - a1)
        theta2 += lr * np.matmul(a1.T, d2) / n
        theta1 += lr * np.matmul(X.T, d1) / n
    return theta1, theta2


def accuracy(X, y, model):
    return np.mean((sigmoid(sigmoid(X @ model[0]) @ model[1]) > 0.5) == y)


frame = pd.read_csv("binary.csv")
frame["gre"] = (frame["gre"] - frame["gre"].mean()) / frame["gre"].std()
frame["gpa"] = (frame["gpa"] - frame["gpa"].mean()) / frame["gpa"].std()
for r in range(1, 5):
    frame["rank%d" % r] = (frame["rank"] == r) * 1.0
X = frame[["gre", "gpa", "rank1", "rank2", "rank3", "rank4"]].values
y = frame[["admit"]].values

X_train, X_test, y_train, y_test = train_test_split(X, y, 0.2, seed=1)

first_try = train(X_train, y_train, n_units=2, lr=0.005, n_iter=900)
print("careful:", accuracy(X_test, y_test, first_try))
second_try = train(X_train, y_train, n_units=5, lr=1.0, n_iter=900, seed=2)
print("bold:   ", accuracy(X_test, y_test, second_try))
