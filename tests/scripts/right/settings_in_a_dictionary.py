# ruff: noqa
"""What somebody may want to change stands together, at the top."""
import numpy as np
from data_prep import features, targets

config = dict(epochs=200, learnrate=0.5, hidden=2)
rng = np.random.default_rng(35)
net = {"w": rng.normal(size=(6, config["hidden"])), "v": rng.normal(size=config["hidden"])}


def f(z):
    return 1 / (1 + np.exp(-z))


x, y = features.values, targets.values
for epoch in range(config["epochs"]):
    a = f(x @ net["w"])
    o = f(a @ net["v"])
    d = (y - o) * o * (1 - o)
    steps = {"w": x.T @ (np.outer(d, net["v"]) * a * (1 - a)), "v": a.T @ d}
    for name in net:
        net[name] = net[name] + config["learnrate"] * steps[name] / len(x)
print(np.mean((y - f(f(x @ net["w"]) @ net["v"])) ** 2))
