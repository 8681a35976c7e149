# ruff: noqa
import numpy as np
import pandas as pd

record_type = np.dtype([("x", float, 6), ("y", float)])

table = pd.read_csv("binary.csv")
ranks = pd.Categorical(table["rank"]).codes
records = np.zeros(len(table), dtype=record_type)
records["x"][:, 0] = (table["gre"] - table["gre"].mean()) / table["gre"].std()
records["x"][:, 1] = (table["gpa"] - table["gpa"].mean()) / table["gpa"].std()
records["x"][range(len(table)), ranks + 2] = 1
records["y"] = table["admit"]

generator = np.random.default_rng(22)
generator.shuffle(records)
training_records, test_records = records[:360], records[360:]

n_hidden = 2
epochs = 900
learnrate = 0.5
n_records = len(training_records)
weights_input_hidden = generator.standard_normal((6, n_hidden)) * 6 ** -0.5
weights_hidden_output = generator.standard_normal(n_hidden) * 6 ** -0.5


def sigmoid(z):
    return np.exp(z) / (1 + np.exp(z))


def answers(some):
    return sigmoid(sigmoid(some["x"] @ weights_input_hidden) @ weights_hidden_output)


for e in range(epochs):
    del_w_input_hidden = np.zeros_like(weights_input_hidden)
    del_w_hidden_output = np.zeros_like(weights_hidden_output)
    for record in training_records:
        x, y = record["x"], record["y"]
        hidden_input = x @ weights_input_hidden
        hidden_output = sigmoid(hidden_input)
        output = sigmoid(hidden_output @ weights_hidden_output)
        error = y - output
        output_error_term = error * output * (1 - output)
        hidden_error = output_error_term * weights_hidden_output
        hidden_error_term = hidden_error * hidden_output * (1 - hidden_output)
        del_w_hidden_output += output_error_term * hidden_output
        del_w_input_hidden += np.multiply.outer(x, hidden_error_term)
    weights_input_hidden += learnrate * del_w_input_hidden / n_records
    weights_hidden_output += learnrate * del_w_hidden_output / n_records
    if (e + 1) % (epochs // 10) == 0:
        print("epoch", e + 1, "loss", np.mean((training_records["y"] - answers(training_records)) ** 2))

print("accuracy", np.mean((answers(test_records) > 0.5) == (test_records["y"] > 0.5)))
