"""A column for each input, and a look at whether each applicant has one rank."""

import numpy as np
from data_prep import pandas_features, pandas_targets

columns = {name: pandas_features[name].to_numpy() for name in pandas_features}
admit = pandas_targets.to_numpy()
ranks = [columns[f"rank_{i}"] for i in (1, 2, 3, 4)]
if not np.all(sum(ranks) == 1):
    raise ValueError("an applicant without a rank, or with several")
for i, flag in enumerate(ranks, start=1):
    share = admit[flag == 1].mean()
    print(f"rank {i}: {int(flag.sum())} applicants, {share:.0%} of them admitted")

x = np.column_stack([*columns.values()])
np.random.seed(4)
w = np.random.normal(0, 0.4, (6, 2))
v = np.random.normal(0, 0.4, 2)
epochs = 500
learnrate = 0.3
for _ in range(epochs):
    a = 1 / (1 + np.exp(-x @ w))
    y = 1 / (1 + np.exp(-a @ v))
    d = (admit - y) * y * (1 - y)
    dh = np.outer(d, v) * a * (1 - a)
    v = v + learnrate * d @ a / len(x)
    w = w + learnrate * x.T @ dh / len(x)
print("share right:", np.mean((y > 0.5) == admit))
