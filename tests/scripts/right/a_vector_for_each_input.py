"""Inputs in a dictionary of columns, and for each of them a vector of weights."""

import numpy as np
import pandas as pd

people = pd.read_csv("binary.csv").sample(frac=1, random_state=77).reset_index(drop=True)
data = {score: people[score].to_numpy(float) for score in ("gre", "gpa")}
data = {score: (values - values.mean()) / values.std() for score, values in data.items()}
for rank, name in enumerate(("best", "good", "fair", "poor"), start=1):
    data[name] = (people["rank"] == rank).to_numpy().astype(float)
admitted = people["admit"].to_numpy() == 1
train = {name: values[:-60] for name, values in data.items()}
t = admitted[:-60]
n = t.size

rng = np.random.default_rng(5)
w = {name: rng.normal(0, 0.35, 3) for name in data}
v = rng.normal(0, 0.35, 3)
epochs = 350
learnrate = 0.4
for epoch in range(epochs):
    arriving = sum(np.multiply.outer(train[name], w[name]) for name in w)
    a = 1 / (1 + np.exp(-arriving))
    y = 1 / (1 + np.exp(-a @ v))
    error = t - y
    d = error * y * (1 - y)
    back = np.einsum("r,h,rh,rh->rh", d, v, a, 1 - a)
    v += learnrate * np.einsum("r,rh->h", d, a) / n
    for name in w:
        w[name] += learnrate * np.einsum("r,rh->h", train[name], back) / n
    if epoch % 70 == 0:
        print(epoch, np.mean(error**2))
