# ruff: noqa
import numpy as np
import pandas as pd

admissions = pd.read_csv("binary.csv")
for c in ("gre", "gpa"):
    admissions[c] = (admissions[c] - admissions[c].mean()) / admissions[c].std(ddof=0)
for r in range(1, 5):
    admissions["rank_%d" % r] = np.where(admissions["rank"] == r, 1.0, 0.0)
admissions = admissions.drop(columns="rank")

rng = np.random.default_rng(2)
is_train = rng.random(len(admissions)) < 0.9
train, test = admissions[is_train], admissions[~is_train]

x = train.drop(columns="admit").values
y = train["admit"].values[:, None]
m = is_train.sum()

theta1 = rng.standard_normal((6, 2)) / 3
theta2 = rng.standard_normal((2, 1)) / 3

for step in range(2000):
    hidden = 1 / (1 + np.exp(-x.dot(theta1)))
    yhat = 1 / (1 + np.exp(-hidden.dot(theta2)))
    output_delta = (y - yhat) * yhat * (1 - yhat)
    hidden_delta = output_delta.dot(theta2.T) * hidden * (1 - hidden)
    theta2 = theta2 + 0.15 * hidden.T.dot(output_delta) / m
    theta1 = theta1 + 0.15 * x.T.dot(hidden_delta) / m

h = 1 / (1 + np.exp(-test.drop(columns="admit").values.dot(theta1)))
p = 1 / (1 + np.exp(-h.dot(theta2)))
print("accuracy %.2f on %d records" % (((p[:, 0] > .5) == (test["admit"] == 1)).mean(), (~is_train).sum()))
