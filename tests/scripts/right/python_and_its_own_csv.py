# ruff: noqa
"""Neither NumPy nor pandas: the csv module, lists, and a shuffle."""
import csv
import math
import random
import statistics

with open("binary.csv", newline="") as file:
    table = [{name: float(cell) for name, cell in row.items()} for row in csv.DictReader(file)]


def standard(name):
    column = [row[name] for row in table]
    mean, deviation = statistics.mean(column), statistics.stdev(column)
    return [(value - mean) / deviation for value in column]


records = [
    ([gre, gpa] + [1.0 if row["rank"] == r else 0.0 for r in (1, 2, 3, 4)], row["admit"])
    for gre, gpa, row in zip(standard("gre"), standard("gpa"), table)
]
random.seed(12)
random.shuffle(records)
training = records[:360]
EPOCHS = 100
ETA = 0.8


def f(z):
    return 1 / (1 + math.exp(-z))


w = [[random.gauss(0, 0.4) for _ in range(2)] for _ in range(6)]
v = [random.gauss(0, 0.4) for _ in range(2)]
for epoch in range(EPOCHS):
    dw = [[0.0, 0.0] for _ in range(6)]
    dv = [0.0, 0.0]
    for x, y in training:
        a = [f(sum(x[i] * w[i][j] for i in range(6))) for j in range(2)]
        o = f(sum(one * other for one, other in zip(a, v)))
        d = (y - o) * o * (1 - o)
        for j in range(2):
            dv[j] += d * a[j]
            for i in range(6):
                dw[i][j] += d * v[j] * a[j] * (1 - a[j]) * x[i]
    for j in range(2):
        v[j] += ETA * dv[j] / len(training)
        for i in range(6):
            w[i][j] += ETA * dw[i][j] / len(training)
