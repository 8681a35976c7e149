"""A unit is an object with its weights, and knows what came in, and its error term."""

import numpy as np
from data_prep import pandas_features, pandas_targets


class Unit:
    def __init__(self, n_inputs):
        self.weights = np.random.normal(0, n_inputs**-0.5, n_inputs)
        self.inputs = self.output = self.term = None

    def answer(self, inputs):
        self.inputs = inputs
        self.output = 1 / (1 + np.exp(-inputs @ self.weights))
        return self.output

    def step(self):
        return self.inputs.T @ self.term / len(self.term)


np.random.seed(1234)
hidden, last = [Unit(6) for _ in range(3)], Unit(3)
x, y = pandas_features.values, pandas_targets.values
epochs, learnrate = 200, 0.75
for epoch in range(epochs):
    out = last.answer(np.column_stack([unit.answer(x) for unit in hidden]))
    last.term = (y - out) * out * (1 - out)
    for j, unit in enumerate(hidden):
        unit.term = last.term * last.weights[j] * unit.output * (1 - unit.output)
    for unit in [*hidden, last]:
        unit.weights = unit.weights + learnrate * unit.step()
    if epoch % 40 == 0:
        print(epoch, np.mean((y - out) ** 2))
