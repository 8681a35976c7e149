"""A list for each column of the file, the numbers of those to learn from, weights by name."""

import math

import numpy as np

columns = {}
with open("binary.csv") as file:
    names = file.readline().strip().split(",")
    columns = {name: [] for name in names}
    for line in file:
        for name, cell in zip(names, line.strip().split(","), strict=True):
            columns[name].append(float(cell))


def standardised(values):
    mean = math.fsum(values) / len(values)
    spread = math.sqrt(math.fsum((v - mean) ** 2 for v in values) / (len(values) - 1))
    return [(v - mean) / spread for v in values]


gre, gpa = standardised(columns["gre"]), standardised(columns["gpa"])
rank = [int(r) for r in columns["rank"]]
admit = columns["admit"]
training = list(np.random.RandomState(2).permutation(len(admit)))[: len(admit) * 9 // 10]

np.random.seed(1)
weights = {key: np.random.uniform(-0.5, 0.5, 2) for key in ("gre", "gpa", 1, 2, 3, 4, "out")}


def f(z):
    return 1 / (1 + np.exp(-z))


epochs, learnrate = 100, 0.7
for _ in range(epochs):
    steps = {key: np.zeros(2) for key in weights}
    for i in training:
        a = f(gre[i] * weights["gre"] + gpa[i] * weights["gpa"] + weights[rank[i]])
        y = f(a.dot(weights["out"]))
        term = (admit[i] - y) * y * (1 - y)
        back = term * weights["out"] * a * (1 - a)
        steps["out"] += term * a
        steps["gre"] += back * gre[i]
        steps["gpa"] += back * gpa[i]
        steps[rank[i]] += back
    for key, step in steps.items():
        weights[key] = weights[key] + learnrate * step / len(training)
