"""Batches that are cut beforehand, the inputs in one list and the answers in another."""

import numpy as np

table = np.loadtxt("binary.csv", delimiter=",", skiprows=1)
admit, gre, gpa, rank = table.T
x = np.column_stack(
    [(gre - gre.mean()) / gre.std(), (gpa - gpa.mean()) / gpa.std()]
    + [(rank == k).astype(float) for k in (1, 2, 3, 4)]
)
order = np.random.RandomState(5).permutation(len(x))[:360]
batches_of_inputs = np.array_split(x[order], 8)
batches_of_answers = np.array_split(admit[order], 8)


def steps_of(inputs, answers):
    hidden = 1 / (1 + np.exp(-inputs @ w_in))
    out = 1 / (1 + np.exp(-hidden @ w_out))
    delta = (answers - out) * out * (1 - out)
    delta_hidden = np.outer(delta, w_out) * hidden * (1 - hidden)
    return inputs.T @ delta_hidden, hidden.T @ delta, len(answers)


np.random.seed(3)
w_in = np.random.normal(0, 0.5, (6, 2))
w_out = np.random.normal(0, 0.5, 2)
epochs, learnrate = 250, 0.4
for _ in range(epochs):
    several = [*map(steps_of, batches_of_inputs, batches_of_answers)]
    total = sum(n for *_, n in several)
    w_in = w_in + learnrate * sum(first for first, *_ in several) / total
    w_out = w_out + learnrate * sum(second for _, second, _ in several) / total
