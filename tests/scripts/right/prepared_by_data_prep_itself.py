"""The two functions of data_prep, and a split of its own, with the same share of each class."""
import itertools

import numpy as np
import pandas as pd
from data_prep import prepare, read_applicants

applicants = read_applicants("binary.csv")
features, targets = prepare(applicants)

# --- checks -------------------------------------------------------------------------------
assert features.shape == (400, 6), features.shape
assert not features.isna().any().any()
assert np.allclose(features[["gre", "gpa"]].mean(), 0)
assert np.allclose(features[["gre", "gpa"]].std(), 1)
assert set(targets.unique()) == {0.0, 1.0}
assert (features.filter(like="rank").sum(axis=1) == 1).all()

# --- stratified split ---------------------------------------------------------------------
held_out = pd.Index([])
for _answer, group in targets.groupby(targets):
    held_out = held_out.append(group.sample(frac=0.2, random_state=6).index)
in_training = ~features.index.isin(held_out)
x, y = features[in_training].to_numpy(), targets[in_training].to_numpy()[:, None]
x_test, y_test = features[~in_training].to_numpy(), targets[~in_training].to_numpy()[:, None]
print(f"admitted: {y.mean():.3f} of training, {y_test.mean():.3f} of test")

# --- training -----------------------------------------------------------------------------
rng = np.random.default_rng(2)
w = rng.normal(scale=6 ** -0.5, size=(6, 2))
W = rng.normal(scale=2 ** -0.5, size=(2, 1))


def f(z):
    return 1 / (1 + np.exp(-z))


losses = []
epochs, learnrate = 900, 0.5
for _ in range(epochs):
    a = f(x @ w)
    y_hat = f(a @ W)
    delta_o = (y - y_hat) * y_hat * (1 - y_hat)
    delta_h = delta_o @ W.T * a * (1 - a)
    W += learnrate * a.T @ delta_o / len(x)
    w += learnrate * x.T @ delta_h / len(x)
    losses.append(((y - y_hat) ** 2).mean())

assert all(later <= earlier for earlier, later in itertools.pairwise(losses)), "the loss rose"
print(pd.Series(losses, name="loss").iloc[::100].to_string())
print("test accuracy:", ((f(f(x_test @ w) @ W) > 0.5) == y_test).mean())
