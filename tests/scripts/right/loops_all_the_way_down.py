# ruff: noqa
import math
import numpy as np
from data_prep import features, targets

def sigmoid(x):
    return 1 / (1 + math.exp(-x))

n_hidden = 2
epochs = 900
learnrate = 0.005
n_records, n_features = features.shape
weights_input_hidden = np.random.normal(scale=.4, size=(n_features, n_hidden))
weights_hidden_output = np.random.normal(scale=.4, size=n_hidden)
order = list(range(n_records))

for e in range(epochs):
    np.random.shuffle(order)
    del_w_input_hidden = np.zeros((n_features, n_hidden))
    del_w_hidden_output = np.zeros(n_hidden)
    for r in order:
        x, y = features.values[r], targets.values[r]
        hidden_output = []
        for j in range(n_hidden):
            total = 0
            for i in range(n_features):
                total += x[i] * weights_input_hidden[i][j]
            hidden_output.append(sigmoid(total))
        total = 0
        for j in range(n_hidden):
            total += hidden_output[j] * weights_hidden_output[j]
        output = sigmoid(total)
        term = (y - output) * output * (1 - output)
        for j in range(n_hidden):
            del_w_hidden_output[j] += term * hidden_output[j]
            hidden_term = term * weights_hidden_output[j] * hidden_output[j] * (1 - hidden_output[j])
            for i in range(n_features):
                del_w_input_hidden[i][j] += hidden_term * x[i]
    for j in range(n_hidden):
        weights_hidden_output[j] += learnrate * del_w_hidden_output[j] / n_records
        for i in range(n_features):
            weights_input_hidden[i][j] += learnrate * del_w_input_hidden[i][j] / n_records
