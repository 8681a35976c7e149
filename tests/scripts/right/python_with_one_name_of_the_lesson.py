# ruff: noqa
import csv
import math
import random

NUMERIC = ["gre", "gpa"]
RANKS = ["1", "2", "3", "4"]


def load(path):
    with open(path) as f:
        return list(csv.DictReader(f))


def standardise(table, column):
    values = [float(row[column]) for row in table]
    mu = sum(values) / len(values)
    sigma = math.sqrt(sum((v - mu) ** 2 for v in values) / (len(values) - 1))
    for row, v in zip(table, values):
        row[column] = (v - mu) / sigma


def to_example(row):
    inputs = [row[c] for c in NUMERIC] + [1.0 if row["rank"] == r else 0.0 for r in RANKS]
    return inputs, int(row["admit"])


def sigmoid(z):
    return 1.0 / (1.0 + math.exp(-z))


def forward(inputs, hidden_w, output_w):
    hidden = [sigmoid(sum(w * i for w, i in zip(unit, inputs))) for unit in hidden_w]
    return hidden, sigmoid(sum(w * h for w, h in zip(output_w, hidden)))


def train(examples, hidden_w, output_w, epochs, lr):
    for _ in range(epochs):
        hidden_sum = [[0.0] * len(unit) for unit in hidden_w]
        output_sum = [0.0] * len(output_w)
        for inputs, target in examples:
            hidden, out = forward(inputs, hidden_w, output_w)
            out_delta = (target - out) * out * (1 - out)
            for u, h in enumerate(hidden):
                output_sum[u] += out_delta * h
                hid_delta = out_delta * output_w[u] * h * (1 - h)
                for k, value in enumerate(inputs):
                    hidden_sum[u][k] += hid_delta * value
        output_w = [w + lr * s / len(examples) for w, s in zip(output_w, output_sum)]
        hidden_w = [[w + lr * s / len(examples) for w, s in zip(unit, sums)]
                    for unit, sums in zip(hidden_w, hidden_sum)]
    return hidden_w, output_w


random.seed(2023)
table = load("binary.csv")
for column in NUMERIC:
    standardise(table, column)
examples = [to_example(row) for row in table]
held_out = set(random.sample(range(len(examples)), 40))
training = [ex for i, ex in enumerate(examples) if i not in held_out]
testing = [examples[i] for i in sorted(held_out)]

hidden_w = [[random.uniform(-0.5, 0.5) for _ in range(6)] for _ in range(2)]
output_w = [random.uniform(-0.5, 0.5) for _ in range(2)]
hidden_w, output_w = train(training, hidden_w, output_w, epochs=300, lr=0.5)

print(sum((forward(i, hidden_w, output_w)[1] > 0.5) == bool(t) for i, t in testing) / len(testing))
