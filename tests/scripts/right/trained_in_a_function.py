# ruff: noqa
# A function trains copies of the weights, and hands them back.
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
def train(w, U):
    U = U[:, np.newaxis]
    for e in range(epochs):
        a1 = sigmoid(np.dot(X, w))
        a2 = sigmoid(np.dot(a1, U))
        dz2 = (a2 - t) * a2 * (1 - a2)
        dU = np.dot(a1.T, dz2) / n_records
        dz1 = np.dot(dz2, U.T) * a1 * (1 - a1)
        dW = np.dot(X.T, dz1) / n_records
        U = U - learnrate * dU
        w = w - learnrate * dW
    return w, U[:, 0]

weights_input_hidden, weights_hidden_output = train(weights_input_hidden, weights_hidden_output)

hidden = sigmoid(np.dot(features_test, weights_input_hidden))
out = sigmoid(np.dot(hidden, weights_hidden_output))
predictions = out > 0.5
accuracy = np.mean(predictions == targets_test)
print("Prediction accuracy: {:.3f}".format(accuracy))
