"""All applicants go through the network; a mask takes those out that are kept for a test."""

import numpy as np
import pandas as pd

table = pd.read_csv("binary.csv")
z = (table - table.mean()) / table.std()
x = np.column_stack([z["gre"], z["gpa"]] + [table["rank"] == k for k in range(1, 5)])
y = table["admit"].to_numpy(dtype=float).reshape(-1, 1)

rng = np.random.default_rng(12)
is_learned = np.ones((400, 1))
is_learned[rng.choice(400, 60, replace=False)] = 0
m = is_learned.sum()
w, v = rng.normal(0, 0.4, (6, 3)), rng.normal(0, 0.4, (3, 1))
epochs, eta = 300, 0.5
for epoch in range(epochs):
    a = 1 / (1 + np.exp(-x @ w))
    out = 1 / (1 + np.exp(-a @ v))
    error = (y - out) * is_learned
    delta = error * out * (1 - out)
    back = delta @ v.T * a * (1 - a)
    v += eta * a.T @ delta / m
    w += eta * x.T @ back / m
    if epoch % 60 == 0:
        print(epoch, float((error**2).sum() / m))
