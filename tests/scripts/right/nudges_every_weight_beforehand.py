"""One vector of parameters, like for an optimiser: train() only sees theta and its gradient.
A nudge of every parameter checks the gradient before the training begins."""
import numpy as np
import pandas as pd

data = pd.read_csv("binary.csv")
X = np.c_[
    data[["gre", "gpa"]].apply(lambda c: (c - c.mean()) / c.std()).values,
    (data["rank"].values[:, None] == [1, 2, 3, 4]).astype(float),
]
y = data["admit"].values.astype(float)

held_out = np.zeros(len(y), dtype=bool)
held_out[np.random.RandomState(0).choice(len(y), len(y) // 10, replace=False)] = True
X_train, y_train, X_test, y_test = X[~held_out], y[~held_out], X[held_out], y[held_out]
N_IN, N_HID = X.shape[1], 3


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def unpack(theta):
    return theta[:N_IN * N_HID].reshape(N_IN, N_HID), theta[N_IN * N_HID:]


def predict(theta, X):
    w, v = unpack(theta)
    return sigmoid(sigmoid(X @ w) @ v)


def cost(theta, X, y):
    return 0.5 * np.mean((y - predict(theta, X)) ** 2)


def gradient(theta, X, y):
    w, v = unpack(theta)
    a = sigmoid(X @ w)
    p = sigmoid(a @ v)
    d = (p - y) * p * (1 - p)
    dh = np.outer(d, v) * a * (1 - a)
    return np.concatenate([(X.T @ dh).ravel(), a.T @ d]) / len(y)


theta = np.random.RandomState(1).normal(0, 0.4, N_IN * N_HID + N_HID)

# gradient check
numeric = np.empty_like(theta)
for k in range(theta.size):
    nudge = np.zeros_like(theta)
    nudge[k] = 1e-5
    up, down = cost(theta + nudge, X_train, y_train), cost(theta - nudge, X_train, y_train)
    numeric[k] = (up - down) / 2e-5
worst = np.max(np.abs(numeric - gradient(theta, X_train, y_train)))
print("largest difference from the nudged gradient:", worst)
assert worst < 1e-8

epochs = 600
for epoch in range(epochs):
    theta -= 0.4 * gradient(theta, X_train, y_train)
    if epoch % 100 == 0:
        print("epoch", epoch, "cost", cost(theta, X_train, y_train))

print("w =", np.round(unpack(theta)[0], 2).tolist())
print("test accuracy", np.mean((predict(theta, X_test) > 0.5) == y_test))
