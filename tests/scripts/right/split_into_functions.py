# ruff: noqa
import numpy as np
from data_prep import features, targets, features_test, targets_test


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def forward(x, w_ih, w_ho):
    hidden_output = sigmoid(np.dot(x, w_ih))
    output = sigmoid(np.dot(hidden_output, w_ho))
    return hidden_output, output


def backward(x, y, hidden_output, output, w_ho):
    error = y - output
    output_error_term = error * output * (1 - output)
    hidden_error_term = np.dot(output_error_term, w_ho) * hidden_output * (1 - hidden_output)
    return hidden_error_term * x[:, None], output_error_term * hidden_output


def train(X, Y, n_hidden, epochs, lr):
    n_records, n_features = X.shape
    w_ih = np.random.normal(scale=1 / n_features ** .5, size=(n_features, n_hidden))
    w_ho = np.random.normal(scale=1 / n_features ** .5, size=n_hidden)
    for e in range(epochs):
        del_w_ih = np.zeros(w_ih.shape)
        del_w_ho = np.zeros(w_ho.shape)
        for x, y in zip(X.values, Y):
            hidden_output, output = forward(x, w_ih, w_ho)
            step_ih, step_ho = backward(x, y, hidden_output, output, w_ho)
            del_w_ih += step_ih
            del_w_ho += step_ho
        w_ih += lr * del_w_ih / n_records
        w_ho += lr * del_w_ho / n_records
    return w_ih, w_ho


def accuracy(X, Y, w_ih, w_ho):
    return np.mean((forward(X, w_ih, w_ho)[1] > 0.5) == Y)


np.random.seed(21)
w_ih, w_ho = train(features, targets, 2, 900, 0.005)
print("Prediction accuracy: {:.3f}".format(accuracy(features_test, targets_test, w_ih, w_ho)))
