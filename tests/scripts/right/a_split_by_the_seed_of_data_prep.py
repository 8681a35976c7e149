"""What data_prep makes of the file, and its own seed for a split like that of the lesson."""

import numpy as np
from data_prep import SPLIT_SEED, prepare, read_applicants

features, targets = prepare(read_applicants("binary.csv"))
training = features.sample(frac=0.9, random_state=SPLIT_SEED).index
x = features.loc[training].to_numpy(copy=True)
y = targets.loc[training].to_numpy(copy=True).reshape(-1, 1)
np.testing.assert_allclose(features[["gre", "gpa"]].std(), 1)

state = np.random.RandomState(21)
epochs, learnrate = 300, 0.9
w = state.normal(scale=0.4, size=(6, 2))
v = state.normal(scale=0.4, size=(2, 1))


def f(z):
    with np.errstate(over="raise"):
        return 1 / (1 + np.exp(-z))


for _ in range(epochs):
    a = f(x @ w)
    out = f(a @ v)
    term = (y - out) * out * (1 - out)
    back = term @ v.T * a * (1 - a)
    v += learnrate * a.T @ term / len(x)
    w += learnrate * x.T @ back / len(x)
