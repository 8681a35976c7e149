"""The training is an iterator: to ask it for the next loss is an epoch."""

import itertools

import numpy as np
from data_prep import pandas_features, pandas_features_test, pandas_targets, pandas_targets_test


class Trainer:
    """An iterator: every next() is an epoch, its value the loss before it."""

    def __init__(self, shape, epochs, eta):
        np.random.seed(21)
        self.weights = []
        for rows, columns in itertools.pairwise(shape):
            self.weights.append(np.random.normal(scale=shape[0]**-0.5, size=(rows, columns)))
        self.epochs, self.eta = epochs, eta

    def __iter__(self):
        self.epoch = 0
        return self

    def __len__(self):
        return self.epochs

    def __next__(self):
        if self.epoch == self.epochs:
            raise StopIteration
        self.epoch += 1
        return self.learn(pandas_features.values, pandas_targets.values[:, None])

    def activations(self, x):
        layers = [x]
        for w in self.weights:
            layers.append(1 / (1 + np.exp(-layers[-1] @ w)))
        return layers

    def learn(self, x, y):
        *below, out = self.activations(x)
        delta = (y - out) * out * (1 - out)
        moved = []
        while below:
            a = below.pop()
            w = self.weights.pop()
            moved.insert(0, w + self.eta / len(x) * a.T @ delta)
            delta = delta @ w.T * a * (1 - a)      # the last one, for the inputs, nobody needs
        self.weights = moved
        return np.mean((y - out) ** 2)


trainer = Trainer((pandas_features.shape[1], 2, 1), epochs=700, eta=0.08)
for loss in trainer:
    if trainer.epoch % (len(trainer) // 7) == 0:
        print(trainer.epoch, f"{loss:.6f}")
    if loss < 0:                                   # squares are never negative, but who knows
        print("something is very wrong")
        break

out = trainer.activations(pandas_features_test.values)[-1][:, 0]
print("accuracy", np.mean((out > 0.5) == pandas_targets_test.values))
