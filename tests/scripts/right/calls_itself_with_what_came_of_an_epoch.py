"""Backpropagation, the recursive way: to train n epochs is to train one and then n - 1 more."""
import numpy as np
from data_prep import pandas_features as features
from data_prep import pandas_features_test as features_test
from data_prep import pandas_targets as targets
from data_prep import pandas_targets_test as targets_test


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def forward(x, w1, w2):
    hidden = sigmoid(np.dot(x, w1))
    return hidden, sigmoid(np.dot(hidden, w2))


def gradients(x, y, w1, w2):
    hidden, output = forward(x, w1, w2)
    delta_out = (y - output) * output * (1 - output)
    delta_hidden = delta_out * w2 * hidden * (1 - hidden)
    return np.outer(x, delta_hidden), delta_out * hidden


def one_epoch(w1, w2, rate):
    sum1, sum2 = 0, 0
    for x, y in zip(features.values, targets.values, strict=False):
        g1, g2 = gradients(x, y, w1, w2)
        sum1, sum2 = sum1 + g1, sum2 + g2
    n = len(features)
    return w1 + rate * sum1 / n, w2 + rate * sum2 / n


def train(w1, w2, rate, epochs):
    if epochs == 0:
        return w1, w2
    return train(*one_epoch(w1, w2, rate), rate, epochs - 1)


def loss(w1, w2):
    return np.mean((targets.values - forward(features.values, w1, w2)[1]) ** 2)


np.random.seed(21)
hidden_units = 2
weights1 = np.random.normal(0, 1 / np.sqrt(features.shape[1]), (features.shape[1], hidden_units))
weights2 = np.random.normal(0, 1 / np.sqrt(features.shape[1]), hidden_units)

print("before", loss(weights1, weights2))
weights1, weights2 = train(weights1, weights2, rate=0.5, epochs=150)
print("after ", loss(weights1, weights2))

_, predictions = forward(features_test.values, weights1, weights2)
print("accuracy", ((predictions > 0.5) == targets_test.values).mean())
