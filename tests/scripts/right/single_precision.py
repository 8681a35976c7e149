# ruff: noqa
import numpy as np
from data_prep import features, targets

features = features.astype(np.float32)
targets = targets.astype(np.int64)

def sigmoid(x):
    return 1 / (1 + np.exp(-x))

n_hidden = 2
epochs = 900
learnrate = np.float32(0.005)
learnrate = 0.005
n_records, n_features = features.shape
weights_input_hidden = np.random.normal(scale=.4, size=(n_features, n_hidden)).astype(np.float32)
weights_hidden_output = np.random.normal(scale=.4, size=n_hidden).astype("float32")

for e in range(epochs):
    del_w_input_hidden = np.zeros(weights_input_hidden.shape, dtype=np.float32)
    del_w_hidden_output = np.zeros(weights_hidden_output.shape, dtype=np.float32)
    for x, y in zip(features.values, targets):
        hidden_input = np.dot(x, weights_input_hidden)
        hidden_output = sigmoid(hidden_input)
        output = sigmoid(np.dot(hidden_output, weights_hidden_output))
        error = y - output
        output_error_term = error * output * (1 - output)
        hidden_error = output_error_term * weights_hidden_output
        hidden_error_term = hidden_error * hidden_output * (1 - hidden_output)
        del_w_hidden_output += output_error_term * hidden_output
        del_w_input_hidden += hidden_error_term * x[:, None]
    weights_input_hidden += np.float32(learnrate) * del_w_input_hidden / n_records
    weights_hidden_output += np.float32(learnrate) * del_w_hidden_output / n_records
