# ruff: noqa
import numpy as np
from data_prep import pandas_features as features
from data_prep import pandas_features_test as features_test
from data_prep import pandas_targets as targets
from data_prep import pandas_targets_test as targets_test
np.random.seed(21)

from dataclasses import dataclass, replace, field

@dataclass(frozen=True)
class State:
    into: np.ndarray
    out: np.ndarray
    epoch: int = 0

@dataclass
class Config:
    n_hidden: int = 2
    epochs: int = 900
    learnrate: float = 0.005

def sigmoid(x):
    return 1 / (1 + np.exp(-x))

cfg = Config()
n_records, n_features = features.shape
state = State(np.random.normal(scale=n_features**-.5, size=(n_features, cfg.n_hidden)),
              np.random.normal(scale=n_features**-.5, size=cfg.n_hidden))

def advance(s: State) -> State:
    up_in, up_out = np.zeros_like(s.into), np.zeros_like(s.out)
    for x, y in zip(features.values, targets):
        hid = sigmoid(x @ s.into)
        ans = sigmoid(hid @ s.out)
        term = (y - ans) * ans * (1 - ans)
        up_out += term * hid
        up_in += x[:, None] * (term * s.out * hid * (1 - hid))
    return replace(s, into=s.into + cfg.learnrate * up_in / n_records,
                   out=s.out + cfg.learnrate * up_out / n_records, epoch=s.epoch + 1)

while state.epoch < cfg.epochs:
    state = advance(state)
