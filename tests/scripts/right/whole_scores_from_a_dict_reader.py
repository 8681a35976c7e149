"""Min-max scaling, DictReader, first 320 against last 80."""
import csv

import numpy as np

with open("binary.csv") as fh:
    rows = list(csv.DictReader(fh))
for row in rows:
    row.update({name: int(row[name]) for name in ("admit", "gre", "rank")}, gpa=float(row["gpa"]))

lo = {k: min(r[k] for r in rows) for k in ("gre", "gpa")}
hi = {k: max(r[k] for r in rows) for k in ("gre", "gpa")}
print("ranges:", lo, hi)


def vectorize(row):
    scaled = [(row[k] - lo[k]) / (hi[k] - lo[k]) for k in ("gre", "gpa")]
    rank = [0, 0, 0, 0]
    rank[row["rank"] - 1] = 1
    return scaled + rank


X = [vectorize(r) for r in rows]          # lists of lists, no array needed before the dot
T = [r["admit"] for r in rows]
X_train, T_train = X[:320], T[:320]
X_test, T_test = X[320:], T[320:]


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


n_hidden = 2
np.random.seed(3)
weights_1 = np.random.randn(6, n_hidden)
weights_2 = np.random.randn(n_hidden)

epochs = 75
learnrate = 1.5
for e in range(1, epochs + 1):
    change_1 = np.zeros((6, n_hidden))
    change_2 = np.zeros(n_hidden)
    loss = 0
    for n in range(len(X_train)):
        h = sigmoid(np.dot(X_train[n], weights_1))
        y = sigmoid(np.dot(h, weights_2))
        loss += (T_train[n] - y) ** 2 / len(X_train)
        back = (T_train[n] - y) * y * (1 - y)
        for j in range(n_hidden):
            back_j = back * weights_2[j] * h[j] * (1 - h[j])
            change_2[j] += back * h[j]
            for i in range(6):
                if X_train[n][i] != 0:
                    change_1[i, j] += back_j * X_train[n][i]
    for j in range(n_hidden):
        weights_2[j] += learnrate * change_2[j] / len(X_train)
        for i in range(6):
            weights_1[i, j] += learnrate * change_1[i, j] / len(X_train)
    if e % 25 == 0:
        print("epoch", e, "loss", round(float(loss), 5))

right = 0
for x, t in zip(X_test, T_test, strict=False):
    right += (sigmoid(np.dot(sigmoid(np.dot(x, weights_1)), weights_2)) > 0.5) == t
print("test accuracy", right / len(X_test))
