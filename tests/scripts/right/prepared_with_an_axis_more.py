# ruff: noqa
import numpy as np
import pandas as pd

admissions = pd.read_csv("binary.csv")
data = pd.concat([admissions, pd.get_dummies(admissions["rank"], prefix="rank", dtype=float)], axis=1)
data = data.drop("rank", axis=1)
for field in ["gre", "gpa"]:
    data[field] = (data[field] - data[field].mean()) / data[field].std()
np.random.seed(42)
sample = np.random.choice(data.index, size=int(len(data) * 0.9), replace=False)
data, test = data.loc[sample], data.drop(sample)
x = data.drop("admit", axis=1).to_numpy(dtype=float)[:, :, np.newaxis]
y = data["admit"].to_numpy(dtype=float)[:, np.newaxis]
xt = test.drop("admit", axis=1).to_numpy(dtype=float)[:, :, np.newaxis]
yt = test["admit"].to_numpy(dtype=float)[:, np.newaxis]
w = np.random.normal(0, 6 ** -0.5, (1, 6, 2))
u = np.random.normal(0, 6 ** -0.5, (1, 2, 1))


def logistic(s):
    return 1 / (1 + np.exp(-s))


def forward(x):
    hidden = logistic((x * w).sum(axis=1))
    return hidden, logistic((hidden[:, :, None] * u).sum(axis=1))


for epoch in range(900):
    hidden, answer = forward(x)
    term = (y - answer) * answer * (1 - answer)
    hidden_term = term * u[:, :, 0] * hidden * (1 - hidden)
    u = u + 0.5 * (term * hidden).mean(axis=0)[None, :, None]
    w = w + 0.5 * (x * hidden_term[:, None, :]).mean(axis=0, keepdims=True)
    if epoch % 90 == 0:
        print("loss", np.mean((y - forward(x)[1]) ** 2))
print("accuracy %.3f" % ((forward(xt)[1] > 0.5) == yt).mean())
