# ruff: noqa
"""No NumPy: an object has the records, the weights and a rate of 1, which no name gives away."""
import math
import random

import pandas as pd


class Trainer:
    def __init__(self, inputs, labels, size, rate):
        self.inputs, self.labels, self.rate = inputs, labels, rate
        self.w = [[rng.uniform(-0.5, 0.5) for _ in range(size)] for _ in inputs[0]]
        self.v = [rng.uniform(-0.5, 0.5) for _ in range(size)]

    @staticmethod
    def f(z):
        return 1.0 / (1.0 + math.exp(-z))

    def answer(self, x):
        sums = [sum(a * row[j] for a, row in zip(x, self.w)) for j in range(len(self.v))]
        hidden = [self.f(z) for z in sums]
        return hidden, self.f(sum(a * b for a, b in zip(hidden, self.v)))

    def turn(self):
        dw = [[0.0] * len(self.v) for _ in self.w]
        dv = [0.0] * len(self.v)
        for x, y in zip(self.inputs, self.labels):
            a, o = self.answer(x)
            d = (y - o) * o * (1.0 - o)
            for j in range(len(self.v)):
                h = d * self.v[j] * a[j] * (1.0 - a[j])
                dv[j] += d * a[j]
                for i in range(len(x)):
                    dw[i][j] += h * x[i]
        by = self.rate / len(self.inputs)
        for j in range(len(self.v)):
            self.v[j] += by * dv[j]
            for i in range(len(self.w)):
                self.w[i][j] += by * dw[i][j]


frame = pd.read_csv("binary.csv")
for name in ["gre", "gpa"]:
    frame[name] = (frame[name] - frame[name].mean()) / frame[name].std()
table = [
    [row.gre, row.gpa, *(1.0 if row["rank"] == r else 0.0 for r in (1, 2, 3, 4))]
    for _, row in frame.iterrows()
]
answers = [float(value) for value in frame["admit"]]
rng = random.Random(5)
order = list(range(400))
rng.shuffle(order)
trainer = Trainer([table[k] for k in order[:360]], [answers[k] for k in order[:360]], 2, 1.0)
for _ in range(60):
    trainer.turn()
print(sum((trainer.answer(table[k])[1] > 0.5) == answers[k] for k in order[360:]), "of 40")
