"""First a rehearsal on a toy problem, so that I know that it can learn; then the real thing."""
import numpy as np
from data_prep import pandas_features, pandas_features_test, pandas_targets, pandas_targets_test


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def predict(network, x):
    w, W = network
    return sigmoid(sigmoid(x @ w) @ W)


def train(x, y, n_hidden, epochs, learnrate, seed):
    np.random.seed(seed)
    n_records, n_inputs = x.shape
    w = np.random.normal(scale=n_inputs ** -0.5, size=(n_inputs, n_hidden))
    W = np.random.normal(scale=n_inputs ** -0.5, size=n_hidden)
    for _ in range(epochs):
        del_w = np.zeros(w.shape)
        del_W = np.zeros(W.shape)
        for record, target in zip(x, y, strict=False):
            a = sigmoid(record @ w)
            output = sigmoid(a @ W)
            output_error_term = (target - output) * output * (1 - output)
            hidden_error_term = output_error_term * W * a * (1 - a)
            del_W += output_error_term * a
            del_w += hidden_error_term * record[:, None]
        w += learnrate * del_w / n_records
        W += learnrate * del_W / n_records
    return w, W


# exclusive or, with a third input that is always 1
toy_x = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]], dtype=float)
toy_y = np.array([0, 1, 1, 0], dtype=float)
network = train(toy_x, toy_y, n_hidden=4, epochs=1500, learnrate=4, seed=1)
print("toy:", np.round(predict(network, toy_x), 2), "should be", toy_y)

# the applicants
x, y = pandas_features.values, pandas_targets.values
network = train(x, y, n_hidden=2, epochs=200, learnrate=0.2, seed=21)
print("loss:", np.mean((y - predict(network, x)) ** 2))
said = predict(network, pandas_features_test.values) > 0.5
print("accuracy:", np.mean(said == pandas_targets_test.values))
