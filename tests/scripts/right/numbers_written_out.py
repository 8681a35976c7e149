# ruff: noqa
# No names for the settings: 5 hidden units, 360 records, learnrate 0.5 and 200 epochs in place.
import numpy as np
from data_prep import features, targets

def sigmoid(x):
    return 1 / (1 + np.exp(-x))

np.random.seed(3)
weights_input_hidden = np.random.normal(0, 0.3, (6, 5))
weights_hidden_output = np.random.normal(0, 0.3, 5)

for e in range(200):
    del_w_input_hidden = np.zeros((6, 5))
    del_w_hidden_output = np.zeros(5)
    for x, y in zip(features.values, targets):
        hidden_output = sigmoid(np.dot(x, weights_input_hidden))
        output = sigmoid(np.dot(hidden_output, weights_hidden_output))
        output_error_term = (y - output) * output * (1 - output)
        hidden_error = output_error_term * weights_hidden_output
        hidden_error_term = hidden_error * hidden_output * (1 - hidden_output)
        del_w_hidden_output += output_error_term * hidden_output
        del_w_input_hidden += hidden_error_term * x[:, None]
    weights_input_hidden += 0.5 * del_w_input_hidden / 360
    weights_hidden_output += 0.5 * del_w_hidden_output / 360
    if e % 20 == 0:
        out = sigmoid(np.dot(sigmoid(np.dot(features, weights_input_hidden)), weights_hidden_output))
        print(e, np.mean((out - targets) ** 2))
