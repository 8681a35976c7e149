# ruff: noqa
# Column vectors as in some books: each layer's weights have a row for each unit that they lead to.
import numpy as np
from data_prep import features, targets

def sigmoid(x):
    return 1 / (1 + np.exp(-x))

rng = np.random.default_rng(21)
n_hidden = 2
epochs = 900
learnrate = 0.005
X = features.T.values
Y = targets.values.reshape(1, -1)
m = X.shape[1]
parameters = {"W1": rng.normal(0, 0.4, (n_hidden, 6)), "W2": rng.normal(0, 0.4, (1, n_hidden))}
step = learnrate / m

for i in range(0, epochs):
    A1 = sigmoid(np.dot(parameters["W1"], X))
    A2 = sigmoid(np.dot(parameters["W2"], A1))
    D2 = (Y - A2) * A2 * (1 - A2)
    D1 = np.dot(parameters["W2"].T, D2) * A1 * (1 - A1)
    parameters["W2"] = parameters["W2"] + step * np.dot(D2, A1.T)
    parameters["W1"] = parameters["W1"] + step * np.dot(D1, X.T)
