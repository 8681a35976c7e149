"""The records are taken from data_prep's Matrix objects, not from its DataFrames."""
import time

import data_prep as dp
import numpy as np

start = time.perf_counter()
x_train = np.array(dp.features.rows)
y_train = np.array(dp.targets.rows)              # records x 1
x_test = np.asarray(dp.features_test.entries).reshape(dp.features_test.shape)
y_test = np.asarray(dp.targets_test.entries).reshape(-1, 1)

print(dp.pandas_features.describe().round(2).to_string())
print("admitted in training: %.1f %%" % (100 * y_train.mean()))
print("admitted in test:     %.1f %%" % (100 * y_test.mean()))


def logistic(v):
    return .5 * (1 + np.tanh(.5 * v))


def tanh_prime(v):
    return 1 - np.tanh(v) ** 2


def relu(v):
    return np.maximum(0, v)


rs = np.random.RandomState(8)
hidden_units = 6
epochs = 500
step_size = 0.25
weights = [rs.normal(0, .4, (6, hidden_units)), rs.normal(0, .4, (hidden_units, 1))]

for epoch in range(epochs):
    # forwards, remembering each layer's activations
    activations = [x_train]
    for w in weights:
        activations.append(logistic(activations[-1] @ w))

    # backwards
    delta = (y_train - activations[-1]) * activations[-1] * (1 - activations[-1])
    steps = []
    for layer in (1, 0):
        steps.insert(0, activations[layer].T @ delta / len(x_train))
        delta = delta @ weights[layer].T * activations[layer] * (1 - activations[layer])

    weights = [w + step_size * s for w, s in zip(weights, steps, strict=False)]
    if (epoch + 1) % 100 == 0:
        print(f"epoch {epoch + 1}: loss {np.mean((y_train - activations[-1]) ** 2):.6f}")

answer = x_test
for w in weights:
    answer = logistic(answer @ w)
print(f"test accuracy {np.mean((answer > .5) == (y_test > .5)):.3f}")
print("took %.2f s" % (time.perf_counter() - start))
