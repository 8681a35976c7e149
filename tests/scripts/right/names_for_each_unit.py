# ruff: noqa
import numpy as np
from data_prep import pandas_features as features, pandas_targets as targets

np.random.seed(33)

def sigmoid(x):
    return 1 / (1 + np.exp(-x))

# weights going into hidden unit 1 and hidden unit 2
w_h1 = np.random.normal(scale=0.4, size=6)
w_h2 = np.random.normal(scale=0.4, size=6)
# weight from h1 to the output and from h2 to the output
w_o1 = np.random.normal(scale=0.4)
w_o2 = np.random.normal(scale=0.4)

epochs = 500
learnrate = 0.1
n = len(features)

for e in range(epochs):
    dw_h1 = 0
    dw_h2 = 0
    dw_o1 = 0
    dw_o2 = 0
    for x, y in zip(features.values, targets):
        h1 = sigmoid(np.dot(w_h1, x))
        h2 = sigmoid(np.dot(w_h2, x))
        out = sigmoid(w_o1*h1 + w_o2*h2)

        err = y - out
        delta = err*out*(1-out)

        delta_h1 = delta*w_o1*h1*(1-h1)
        delta_h2 = delta*w_o2*h2*(1-h2)

        dw_o1 = dw_o1 + delta*h1
        dw_o2 = dw_o2 + delta*h2
        dw_h1 = dw_h1 + delta_h1*x
        dw_h2 = dw_h2 + delta_h2*x

    w_o1 = w_o1 + learnrate*dw_o1/n
    w_o2 = w_o2 + learnrate*dw_o2/n
    w_h1 = w_h1 + learnrate*dw_h1/n
    w_h2 = w_h2 + learnrate*dw_h2/n

print(w_h1, w_h2, w_o1, w_o2)
