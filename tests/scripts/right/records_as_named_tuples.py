# ruff: noqa
from collections import namedtuple
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

Record = namedtuple("Record", "x y")
Weights = namedtuple("Weights", "inner outer")


@dataclass(frozen=True)
class Config:
    hidden: int = 2
    epochs: int = 450
    learnrate: float = 0.75
    seed: int = 25
    columns: list = field(default_factory=lambda: ["gre", "gpa"])


def records(cfg):
    df = pd.read_csv("binary.csv")
    z = (df[cfg.columns] - df[cfg.columns].mean()) / df[cfg.columns].std()
    x = np.column_stack([z, *(df["rank"].eq(k).astype(float) for k in range(1, 5))])
    return [Record(row, float(admit)) for row, admit in zip(x, df["admit"])]


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def contribution(record, w):
    """The steps that a single record asks for, as Weights."""
    hidden = sigmoid(record.x @ w.inner)
    out = sigmoid(hidden @ w.outer)
    term = (record.y - out) * out * (1 - out)
    return Weights(np.outer(record.x, term * w.outer * hidden * (1 - hidden)), term * hidden)


def add(a, b):
    return Weights(*(p + q for p, q in zip(a, b)))


def scale(a, k):
    return Weights(*(k * p for p in a))


cfg = Config()
rng = np.random.default_rng(cfg.seed)
everybody = records(cfg)
chosen = set(rng.choice(len(everybody), 40, replace=False).tolist())
training = [r for k, r in enumerate(everybody) if k not in chosen]
testing = [r for k, r in enumerate(everybody) if k in chosen]

w = Weights(rng.normal(0, .4, (6, cfg.hidden)), rng.normal(0, .4, cfg.hidden))
for _ in range(cfg.epochs):
    total = Weights(np.zeros_like(w.inner), np.zeros_like(w.outer))
    for record in training:
        total = add(total, contribution(record, w))
    w = add(w, scale(total, cfg.learnrate / len(training)))

hits = [(sigmoid(sigmoid(r.x @ w.inner) @ w.outer) > 0.5) == r.y for r in testing]
print("accuracy", np.mean(hits))
