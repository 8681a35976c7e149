"""A network is what came of the one before: all of them, from the first to the last, in a list."""

from functools import partial, reduce
from itertools import accumulate, repeat
from operator import add, itemgetter

import numpy as np

with open("binary.csv") as file:
    table = [tuple(map(float, line.split(","))) for line in list(file)[1:]]


def standard(i):
    values = np.array([row[i] for row in table])
    return (values - values.mean()) / values.std(ddof=1)


pairs = tuple(
    (np.array([gre, gpa, *(float(row[3] == k) for k in (1, 2, 3, 4))]), row[0])
    for gre, gpa, row in zip(standard(1), standard(2), table, strict=True)
)
training = itemgetter(*np.random.RandomState(4).choice(400, 340, replace=False))(pairs)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def steps(network, pair):
    (w, v), (x, y) = network, pair
    a = sigmoid(x @ w)
    out = sigmoid(a @ v)
    delta = (y - out) * out * (1 - out)
    return np.outer(x, delta * v * a * (1 - a)), delta * a


def plus(one, other):
    return tuple(map(add, one, other))


def epoch(network, learnrate):
    total = reduce(plus, map(partial(steps, network), training))
    return plus(network, tuple(learnrate * step / len(training) for step in total))


np.random.seed(10)
start = (np.random.normal(0, 0.4, (6, 2)), np.random.normal(0, 0.4, 2))
networks = list(accumulate(repeat(0.6, 120), epoch, initial=start))
print(len(networks), "networks; the last output weights are", networks[-1][1])
