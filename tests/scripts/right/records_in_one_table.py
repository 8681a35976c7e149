# ruff: noqa
"""Features and targets stay in one table; the file is read by its path."""
import csv
from pathlib import Path

import numpy as np

path = Path("binary.csv")
if not path.exists():
    raise SystemExit("Where is binary.csv?")
rows = list(csv.reader(path.read_text().splitlines()))[1:]
table = np.array([
    [float(gre), float(gpa), *(float(int(rank) == r) for r in (1, 2, 3, 4)), float(admit)]
    for admit, gre, gpa, rank in rows
])
table[:, :2] = (table[:, :2] - table[:, :2].mean(axis=0)) / table[:, :2].std(axis=0)
np.random.seed(4)
np.random.shuffle(table)
train, test = np.split(table, [360])


def f(z):
    return 1 / (1 + np.exp(-z))


w = np.random.normal(scale=0.3, size=(6, 2))
v = np.random.normal(scale=0.3, size=2)
epochs, learnrate = 100, 1.0
for e in range(epochs):
    dw, dv = np.zeros((6, 2)), np.zeros(2)
    for *x, y in train:
        x = np.array(x)
        a = f(x @ w)
        o = f(a @ v)
        d = (y - o) * o * (1 - o)
        dv += d * a
        dw += np.outer(x, d * v * a * (1 - a))
    w, v = w + learnrate * dw / len(train), v + learnrate * dv / len(train)
print(np.mean((f(f(test[:, :6] @ w) @ v) > 0.5) == test[:, 6]))
