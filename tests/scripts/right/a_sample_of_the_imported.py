# ruff: noqa
import numpy as np
import pandas as pd
from data_prep import pandas_features, pandas_targets

# own split: 300 to learn, 60 to validate
feat = pandas_features.sample(n=300, random_state=1)
targ = pandas_targets.loc[feat.index]
feat_val = pandas_features.drop(feat.index)
targ_val = pandas_targets.drop(feat.index)

np.random.seed(1)
units = ["h1", "h2", "h3"]
W_in = pd.DataFrame(np.random.normal(0, 0.4, (6, 3)), index=feat.columns, columns=units)
w_out = pd.Series(np.random.normal(0, 0.4, 3), index=units)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


rate = 0.5
count = len(feat)
history = []
for epoch in range(500):
    net = feat.dot(W_in)
    act = sigmoid(net)
    pred = sigmoid(act.dot(w_out))

    resid = targ - pred
    history.append((resid ** 2).mean())
    term = resid * pred * (1 - pred)
    shared = pd.DataFrame(np.outer(term, w_out), index=feat.index, columns=units)
    hidden_term = shared * act * (1 - act)

    step_out = act.mul(term, axis=0).sum()
    step_in = feat.T.dot(hidden_term)

    W_in = W_in + rate * step_in / count
    w_out = w_out + rate * step_out / count

print(pd.Series(history).iloc[::100])
val_pred = sigmoid(sigmoid(feat_val.dot(W_in)).dot(w_out))
print("validation accuracy:", ((val_pred > 0.5) == (targ_val > 0.5)).mean())
print(W_in.round(3))
