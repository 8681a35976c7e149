"""A rank is the number of a row of weights: it is picked there, and its step added there."""

import numpy as np
import pandas as pd

table = pd.read_csv("binary.csv", dtype={"admit": bool, "rank": "int64"})
scores = table[["gre", "gpa"]].apply(lambda s: (s - s.mean()) / s.std()).to_numpy()
place = table["rank"].to_numpy() - 1
chosen = table.sample(frac=0.85, random_state=4).index.to_numpy()
s, r = scores[chosen], place[chosen]
t = table["admit"].to_numpy()[chosen].astype(float)
print("of each rank:", np.bincount(r))

np.random.seed(7)
w = np.random.normal(0, 0.4, (6, 2))
v = np.random.normal(0, 0.4, 2)
pace = 1.5
for turn in range(700):
    a = 1 / (1 + np.exp(-(s @ w[:2] + w[2:][r])))
    y = 1 / (1 + np.exp(-a @ v))
    d = (t - y) * y * (1 - y)
    back = np.multiply.outer(d, v) * a * (1 - a)
    step = np.zeros_like(w)
    step[:2] = s.T @ back
    np.add.at(step, 2 + r, back)
    v_step = d @ a
    w += pace * step / len(t)
    v += pace * v_step / len(t)
    if turn % 100 == 0:
        print(turn, ((t - y) ** 2).mean())
