# ruff: noqa
import numpy as np
from data_prep import pandas_features, pandas_targets

all_x = pandas_features.values
all_t = pandas_targets.values
gen = np.random.default_rng(1717)
picked = gen.choice(len(all_t), size=290, replace=False)
left = np.setdiff1d(np.arange(len(all_t)), picked)
x, t = all_x[picked], all_t[picked]


def sig(z):
    return 1 / (1 + np.exp(-z))


def energy(w, u):
    return 0.5 * np.sum((t - sig(sig(x @ w) @ u)) ** 2)


def downhill(w, u):
    """Minus the slope of the energy, for both layers."""
    a = sig(x @ w)
    y = sig(a @ u)
    e = t - y
    delta = e * y * (1 - y)
    delta_h = delta[:, np.newaxis] * u * a * (1 - a)
    return x.T @ delta_h, a.T @ delta


w = gen.normal(0, 0.5, (6, 3))
u = gen.normal(0, 0.5, 3)

# first: is downhill() right?
dw, du = downhill(w, u)
eps = 1e-5
for (i, j) in [(0, 0), (1, 2), (5, 1)]:
    up, down = w.copy(), w.copy()
    up[i, j] += eps
    down[i, j] -= eps
    numeric = (energy(up, u) - energy(down, u)) / (2 * eps)
    assert abs(numeric + dw[i, j]) < 1e-5, (i, j, numeric, dw[i, j])
for j in range(3):
    nudge = eps * (np.arange(3) == j)
    numeric = (energy(w, u + nudge) - energy(w, u - nudge)) / (2 * eps)
    assert abs(numeric + du[j]) < 1e-5
print("gradient ok")

# then: train
rate = 0.7
for epoch in range(800):
    dw, du = downhill(w, u)
    w += rate * dw / len(t)
    u += rate * du / len(t)
print("energy", energy(w, u))
print("accuracy on the others", np.mean((sig(sig(all_x[left] @ w) @ u) > .5) == (all_t[left] > .5)))
