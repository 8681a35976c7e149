"""One-hot by a join, with a little table that is written here as a text."""

import io

import numpy as np
import pandas as pd

# one-hot by a join: every rank has its row in a little table
rank_table = pd.read_csv(io.StringIO("""
rank,is_1,is_2,is_3,is_4
1,1,0,0,0
2,0,1,0,0
3,0,0,1,0
4,0,0,0,1
"""))

applicants = pd.read_csv("binary.csv").rename_axis("applicant").reset_index()
joined = applicants.merge(rank_table, on="rank", how="left", validate="many_to_one")
joined = joined.set_index("applicant")
joined["gre"] = joined["gre"].transform(lambda s: (s - s.mean()) / s.std())
joined["gpa"] = joined["gpa"].transform(lambda s: (s - s.mean()) / s.std())

inputs = joined.drop(columns=["admit", "rank"])
print(inputs.dtypes.to_string())
# the targets, as one-hot rows at first, then back to one column: only "admitted" is learned
both = np.stack([joined["admit"] == 0, joined["admit"] == 1], axis=1).astype(int)
target = both.argmax(axis=1)

split = np.random.default_rng(6).random(len(inputs)).argsort()
parts = {"train": split[:288], "validation": split[288:360], "test": split[360:]}
sets = {name: (inputs.iloc[rows].to_numpy(), target[rows]) for name, rows in parts.items()}


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def loss_of(name):
    x, y = sets[name]
    return np.mean((y - sigmoid(sigmoid(x @ w_in) @ w_out)) ** 2)


x, y = sets["train"]
rng = np.random.default_rng(2)
w_in = rng.normal(0, 0.4, (x.shape[1], 5))
w_out = rng.normal(0, 0.4, 5)
epochs = 300
learnrate = 0.5
best = (np.inf, None)
for epoch in range(1, epochs + 1):
    hidden = sigmoid(x @ w_in)
    output = sigmoid(hidden @ w_out)
    error_term = (y - output) * output * (1 - output)
    hidden_term = np.outer(error_term, w_out) * hidden * (1 - hidden)
    w_out = w_out + learnrate * error_term @ hidden / len(x)
    w_in = w_in + learnrate * x.T @ hidden_term / len(x)
    if epoch % 20 == 0:
        current = loss_of("validation")
        print(f"{epoch:4d}  train {loss_of('train'):.5f}  validation {current:.5f}")
        if current < best[0]:
            best = (current, epoch)

print("lowest validation loss {:.5f} at epoch {}".format(*best))
x_test, y_test = sets["test"]
print("test accuracy", np.mean((sigmoid(sigmoid(x_test @ w_in) @ w_out) > 0.5) == y_test))
