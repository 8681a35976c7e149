"""Each record has its share of the average from the start: nothing is divided later."""

import numpy as np
import pandas as pd

table = pd.read_csv("binary.csv")
table["share"] = np.where(table.index % 8 > 0, 1 / (table.index % 8 > 0).sum(), 0.0)
names = [f"of_rank_{k}" for k in (1, 2, 3, 4)]
lookup = pd.DataFrame(np.identity(4), index=[1, 2, 3, 4], columns=names)
table = table.merge(lookup, left_on="rank", right_index=True, how="left")
scores = table[["gre", "gpa"]]
table[["gre", "gpa"]] = (scores - scores.mean()) / scores.std()
part = table[table["share"] > 0]
x = part[["gre", "gpa", *names]].to_numpy()
admitted = part["admit"].eq(1).to_numpy()
share = part["share"].to_numpy()

np.random.seed(31)
w = np.random.normal(0, 0.4, (6, 2))
v = np.random.normal(0, 0.4, 2)
for epoch in range(400):
    a = 1 / (1 + np.exp(-x @ w))
    p = 1 / (1 + np.exp(-a @ v))
    missing = np.where(admitted, 1 - p, -p)
    delta = share * missing * p * (1 - p)
    back = delta[:, None] * v * a * (1 - a)
    v += 0.5 * delta @ a
    w += 0.5 * x.T @ back
    if epoch % 80 == 0:
        print(epoch, share @ missing**2)
