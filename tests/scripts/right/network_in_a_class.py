# ruff: noqa
import numpy as np
from data_prep import features, targets, features_test, targets_test


class NeuralNetwork(object):
    def __init__(self, input_nodes, hidden_nodes, learning_rate):
        self.weights_input_to_hidden = np.random.normal(0.0, input_nodes ** -0.5, (input_nodes, hidden_nodes))
        self.weights_hidden_to_output = np.random.normal(0.0, hidden_nodes ** -0.5, (hidden_nodes, 1))
        self.lr = learning_rate
        self.activation_function = lambda x: 1 / (1 + np.exp(-x))

    def train(self, features, targets):
        n_records = features.shape[0]
        delta_weights_i_h = np.zeros(self.weights_input_to_hidden.shape)
        delta_weights_h_o = np.zeros(self.weights_hidden_to_output.shape)
        for X, y in zip(features, targets):
            hidden_outputs = self.activation_function(np.dot(X, self.weights_input_to_hidden))
            final_outputs = self.activation_function(np.dot(hidden_outputs, self.weights_hidden_to_output))
            error = y - final_outputs
            output_error_term = error * final_outputs * (1 - final_outputs)
            hidden_error = np.dot(self.weights_hidden_to_output, output_error_term)
            hidden_error_term = hidden_error * hidden_outputs * (1 - hidden_outputs)
            delta_weights_i_h += hidden_error_term * X[:, None]
            delta_weights_h_o += output_error_term * hidden_outputs[:, None]
        self.weights_hidden_to_output += self.lr * delta_weights_h_o / n_records
        self.weights_input_to_hidden += self.lr * delta_weights_i_h / n_records


np.random.seed(21)
network = NeuralNetwork(features.shape[1], 2, 0.005)
for e in range(900):
    network.train(features.values, targets.values)
