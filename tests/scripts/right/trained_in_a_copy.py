# ruff: noqa
# The output weights are trained as a column of their own, and put back under the lesson's name.
import numpy as np
from data_prep import features
from data_prep import features_test
from data_prep import targets
from data_prep import targets_test

def sigmoid(x):
    return 1 / (1 + np.exp(-x))

np.random.seed(21)
n_hidden = 2
epochs = 900
learnrate = 0.005
n_records, n_features = features.shape

weights_input_hidden = np.random.normal(scale=1 / n_features ** .5, size=(n_features, n_hidden))
weights_hidden_output = np.random.normal(scale=1 / n_features ** .5, size=n_hidden)

X = np.asarray(features, dtype=np.float64)
t = np.asarray(targets, dtype=np.float64)[:, np.newaxis]
V = weights_hidden_output[:, np.newaxis]
for e in range(epochs):
    a1 = sigmoid(np.dot(X, weights_input_hidden))
    a2 = sigmoid(np.dot(a1, V))
    dz2 = (a2 - t) * a2 * (1 - a2)
    dV = np.dot(a1.T, dz2) / n_records
    dz1 = np.dot(dz2, V.T) * a1 * (1 - a1)
    dW = np.dot(X.T, dz1) / n_records
    V = V - learnrate * dV
    weights_input_hidden = weights_input_hidden - learnrate * dW
weights_hidden_output = V[:, 0]

hidden = sigmoid(np.dot(features_test, weights_input_hidden))
out = sigmoid(np.dot(hidden, weights_hidden_output))
predictions = out > 0.5
accuracy = np.mean(predictions == targets_test)
print("Prediction accuracy: {:.3f}".format(accuracy))
