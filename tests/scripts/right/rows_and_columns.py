# ruff: noqa
# Every vector a matrix: a record is a row of shape (1, 6), products by matmul and reshape.
import numpy as np
from data_prep import features, targets

def sigmoid(x):
    return 1 / (1 + np.exp(-x))

n_hidden = 2
epochs = 900
learnrate = 0.005
n_records, n_features = np.shape(features)
weights_input_hidden = np.random.uniform(-1, 1, (n_features, n_hidden))
weights_hidden_output = np.random.uniform(-1, 1, (n_hidden, 1))

for e in np.arange(epochs):
    del_w_input_hidden = np.zeros_like(weights_input_hidden)
    del_w_hidden_output = np.zeros_like(weights_hidden_output)
    for x, y in zip(np.array(features), np.array(targets)):
        x = x.reshape(1, -1)
        y = np.array([[y]])
        hidden_input = np.matmul(x, weights_input_hidden)
        hidden_output = sigmoid(hidden_input)
        output_input = np.matmul(hidden_output, weights_hidden_output)
        output = sigmoid(output_input)
        error = y - output
        output_error_term = error * output * (1.0 - output)
        hidden_error = np.matmul(output_error_term, weights_hidden_output.T)
        hidden_error_term = np.multiply(hidden_error, hidden_output * (1.0 - hidden_output))
        del_w_hidden_output += hidden_output.T * output_error_term
        del_w_input_hidden += np.dot(np.transpose(x), hidden_error_term)
    weights_input_hidden = np.add(weights_input_hidden, (learnrate / n_records) * del_w_input_hidden)
    weights_hidden_output = np.add(weights_hidden_output, (learnrate / n_records) * del_w_hidden_output)
