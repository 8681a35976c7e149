# ruff: noqa
import numpy as np
from data_prep import features, targets, features_test, targets_test


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def forward_pass(x, w1, w2):
    hidden = sigmoid(np.dot(x, w1))
    return hidden, sigmoid(np.dot(hidden, w2))


def backward_pass(x, y, learnrate, hidden, output, w2):
    term = (y - output) * output * (1 - output)
    hidden_term = term * w2 * hidden * (1 - hidden)
    return learnrate * term * hidden, learnrate * hidden_term * x[:, None]


def update_weights(w1, w2, features, targets, learnrate):
    step1, step2 = np.zeros(w1.shape), np.zeros(w2.shape)
    for x, y in zip(features.values, targets):
        hidden, output = forward_pass(x, w1, w2)
        change2, change1 = backward_pass(x, y, learnrate, hidden, output, w2)
        step2 += change2
        step1 += change1
    w1 += step1 / len(features)
    w2 += step2 / len(features)
    return w1, w2


def gradient_descent(features, targets, epochs=2000, learnrate=0.9):
    np.random.seed(11)
    n_features = features.shape[1]
    w1 = np.random.normal(scale=n_features ** -.5, size=(n_features, 2))
    w2 = np.random.normal(scale=n_features ** -.5, size=2)
    for e in range(epochs):
        w1, w2 = update_weights(w1, w2, features, targets, learnrate)
    return w1, w2


w1, w2 = gradient_descent(features, targets)
_, answer = forward_pass(features_test, w1, w2)
print("accuracy", np.mean((answer > 0.5) == targets_test))
