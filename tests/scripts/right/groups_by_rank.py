"""The applicants of each rank by themselves, in tables of their own; one step for all of them."""

import numpy as np
import pandas as pd

applicants = pd.read_csv("binary.csv").sample(frac=0.9, random_state=8)
for score in ("gre", "gpa"):
    applicants[score] -= applicants[score].mean()
    applicants[score] /= applicants[score].std()
n = len(applicants)


def inputs(group, rank):
    flags = np.zeros((len(group), 4))
    flags[:, rank - 1] = 1.0
    return np.hstack([group[["gre", "gpa"]].to_numpy(), flags])


groups = {
    rank: (inputs(group, rank), group["admit"].to_numpy(dtype=float))
    for rank, group in applicants.groupby("rank")
}
print({rank: f"{t.mean():.0%}" for rank, (_, t) in groups.items()})


def f(z):
    return 1 / (1 + np.exp(-z))


rng = np.random.default_rng(6)
w, v = rng.normal(0, 0.4, (6, 3)), rng.normal(0, 0.4, 3)
epochs = 300
learnrate = 0.6
for epoch in range(epochs):
    step_w, step_v, squares = np.zeros_like(w), np.zeros_like(v), 0.0
    for x, t in groups.values():
        a = f(x @ w)
        y = f(a @ v)
        term = (t - y) * y * (1 - y)
        back = np.outer(term, v) * a * (1 - a)
        step_v += a.T @ term
        step_w += x.T @ back
        squares += ((t - y) ** 2).sum()
    w += learnrate * step_w / n
    v += learnrate * step_v / n
    if epoch % 60 == 0:
        print(epoch, squares / n)
