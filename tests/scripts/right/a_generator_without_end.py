# ruff: noqa
import numpy as np
from data_prep import features, targets, features_test, targets_test

X = np.asarray(features.rows)
t = np.asarray(targets.rows)
X_test = np.asarray(features_test.rows)
t_test = np.asarray(targets_test.rows)


def training(w, W, learnrate=0.5):
    """Yields the loss and the weights for ever; whoever asks decides when to stop."""
    while True:
        out = sigmoid((hid := sigmoid(X @ w)) @ W)
        loss = ((err := t - out) ** 2).mean()
        term = err * out * (1 - out)
        back = term @ W.T * hid * (1 - hid)
        W = W + learnrate * (hid.T @ term) / len(X)
        w = w + learnrate * (X.T @ back) / len(X)
        yield loss, w, W


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


rng = np.random.default_rng(8)
w0 = rng.normal(scale=6**-0.5, size=(6, 2))
W0 = rng.normal(scale=6**-0.5, size=(2, 1))

for epoch, (loss, w, W) in enumerate(training(w0, W0), start=1):
    if epoch % 90 == 0:
        print(f"{epoch=} {loss=:.6f}")
    if epoch == 900:
        break

print("accuracy", np.mean((sigmoid(sigmoid(X_test @ w) @ W) > 0.5) == t_test))
