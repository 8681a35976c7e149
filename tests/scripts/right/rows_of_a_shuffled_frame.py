# ruff: noqa
import numpy as np
import pandas as pd

np.random.seed(230)
adm = pd.read_csv("binary.csv")
adm = pd.concat([adm.drop(columns="rank"), pd.get_dummies(adm["rank"], prefix="rank")], axis=1).astype(float)
adm[["gre", "gpa"]] = adm[["gre", "gpa"]].apply(lambda c: (c - c.mean()) / c.std())
tail = adm.tail(80)
head = adm.head(len(adm) - 80)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def score(table, w1, w2):
    o = sigmoid(sigmoid(table.drop(columns="admit").values @ w1) @ w2)
    return ((table.admit - o) ** 2).mean(), ((o > 0.5) == table.admit).mean()


lr, epochs = 0.5, 120
w1 = np.random.normal(scale=6 ** -0.5, size=(6, 2))
w2 = np.random.normal(scale=6 ** -0.5, size=2)
train_losses, test_losses, accuracies = [], [], []

for e in range(epochs):
    d1, d2 = np.zeros_like(w1), np.zeros_like(w2)
    # the order does not matter for the sums, but shuffled looks nicer in the log
    for rec in head.sample(frac=1).itertuples(index=False):
        y, x = rec[0], np.array(rec[1:])
        h = sigmoid(x @ w1)
        o = sigmoid(h @ w2)
        o_err = (y - o) * o * (1 - o)
        h_err = o_err * w2 * h * (1 - h)
        d2 += h * o_err
        d1 += np.outer(x, h_err)
    w1 += lr * d1 / len(head)
    w2 += lr * d2 / len(head)
    train_losses.append(score(head, w1, w2)[0])
    loss, acc = score(tail, w1, w2)
    test_losses.append(loss)
    accuracies.append(acc)

print("final:", train_losses[-1], test_losses[-1], accuracies[-1])
try:
    import matplotlib
    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    plt.plot(train_losses, label="train")
    plt.plot(test_losses, label="test")
    plt.legend()
    plt.savefig("losses.png")
except ImportError:
    print("no matplotlib, no picture")
