# ruff: noqa
import numpy as np
from data_prep import pandas_features as features
from data_prep import pandas_features_test as features_test
from data_prep import pandas_targets as targets
from data_prep import pandas_targets_test as targets_test
np.random.seed(21)

class Dense:
    __slots__ = ("kernel", "seen", "made", "step")
    def __init__(self, rows, columns, scale):
        self.kernel = np.random.normal(scale=scale, size=(rows, columns))
    def __call__(self, x):
        self.seen = x
        self.made = 1 / (1 + np.exp(-x @ self.kernel))
        return self.made
    def back(self, blame):
        term = blame * self.made * (1 - self.made)
        self.step = self.seen.T @ term
        return term @ self.kernel.T
class Trainer:
    def __init__(self, model, rate): self.model, self.rate = model, rate
    def fit(self, x, y, rounds):
        left = rounds
        while left:
            out = x
            for layer in self.model["layers"].values(): out = layer(out)
            blame = y - out
            for layer in reversed(list(self.model["layers"].values())): blame = layer.back(blame)
            for layer in self.model["layers"].values(): layer.kernel = layer.kernel + self.rate * layer.step / len(x)
            left -= 1
n_hidden = 2
epochs = 900
learnrate = 0.005
model = {"layers": {"hidden": Dense(features.shape[1], n_hidden, features.shape[1]**-0.5), "top": Dense(n_hidden, 1, features.shape[1]**-0.5)}}
Trainer(model, learnrate).fit(features.values, targets.values[:, None], epochs)
