"""Each rank has a row of weights: it is looked up, and no flag is multiplied with anything."""

import numpy as np
from data_prep import pandas_features as features
from data_prep import pandas_targets as targets

scores = features[["gre", "gpa"]].to_numpy()
flags = features.drop(columns=["gre", "gpa"]).to_numpy()
place = flags.argmax(axis=1)
admitted = targets.to_numpy()
print("applicants of each rank:", np.bincount(place))

rng = np.random.default_rng(3)
n_hidden, epochs, learnrate = 3, 400, 0.2
weights = rng.normal(scale=0.4, size=(6, n_hidden))
outward = rng.normal(scale=0.4, size=n_hidden)


def f(z):
    return 1 / (1 + np.exp(-z))


for epoch in range(epochs):
    of_scores, of_ranks = weights[:2], weights[2:]
    hidden = f(scores @ of_scores + of_ranks[place])
    guess = f(hidden @ outward)
    term = (admitted - guess) * guess * (1 - guess)
    back = np.outer(term, outward) * hidden * (1 - hidden)
    step = np.zeros_like(weights)
    step[:2] = scores.T @ back
    np.add.at(step, place + 2, back)
    outward += learnrate * hidden.T @ term / len(admitted)
    weights += learnrate * step / len(admitted)
    if epoch % 80 == 0:
        print(f"{epoch:4d} {np.mean((admitted - guess) ** 2):.4f}")
