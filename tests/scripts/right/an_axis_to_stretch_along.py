# ruff: noqa
import numpy as np
from data_prep import features, targets, features_test, targets_test

# records are the first axis throughout, inputs the second, hidden units the third
x = np.array(features.rows)[:, :, None]
y = np.array(targets.rows)[:, 0]
xt = np.array(features_test.rows)[:, :, None]
yt = np.array(targets_test.rows)[:, 0]

rs = np.random.RandomState(77)
w = rs.normal(0, 6 ** -0.5, (1, 6, 2))
u = rs.normal(0, 6 ** -0.5, (1, 2))


def logistic(s):
    return 1 / (1 + np.exp(-s))


def forward(x):
    hidden = logistic((x * w).sum(axis=1))
    return hidden, logistic((hidden * u).sum(axis=1))


epochs = 900
for epoch in range(epochs):
    hidden, answer = forward(x)
    gap = y - answer
    term = gap * answer * (1 - answer)
    hidden_term = term[:, None] * u * hidden * (1 - hidden)
    steps_u = term[:, None] * hidden
    steps_w = x * hidden_term[:, None, :]
    u = u + 0.5 * steps_u.mean(axis=0, keepdims=True)
    w = w + 0.5 * steps_w.mean(axis=0, keepdims=True)
    if (epoch + 1) % (epochs // 10) == 0:
        print("epoch %3i: loss %.6f" % (epoch + 1, ((y - forward(x)[1]) ** 2).mean()))

print("accuracy %.3f" % ((forward(xt)[1] > 0.5) == yt).mean())
