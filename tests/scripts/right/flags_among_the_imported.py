# ruff: noqa
import numpy as np
import data_prep

rng = np.random.default_rng(2024)

inputs = data_prep.pandas_features.to_numpy()
labels = data_prep.pandas_targets.to_numpy()

# random mask: about 85 % to learn from, the rest for looking at
is_train = rng.random(len(labels)) < 0.85
A, b = inputs[is_train], labels[is_train]
A_dev, b_dev = inputs[~is_train], labels[~is_train]


def logistic(v):
    return 1.0 / (1.0 + np.exp(-v))


H = 4
RATE = 1.5
U = rng.normal(0, 0.4, (6, H))
v = rng.normal(0, 0.4, H)

for _ in range(600):
    hid = logistic(A @ U)
    p = logistic(hid @ v)
    diff = b - p
    g_out = diff * p * (1 - p)
    g_hid = np.outer(g_out, v) * hid * (1 - hid)
    # averages over the records
    v_step = np.mean(g_out[:, None] * hid, axis=0)
    U_step = np.mean(A[:, :, None] * g_hid[:, None, :], axis=0)
    U += RATE * U_step
    v += RATE * v_step

p_dev = logistic(logistic(A_dev @ U) @ v)
print("dev loss %.4f, dev acc %.3f" % (np.mean((b_dev - p_dev) ** 2), np.mean((p_dev > .5) == b_dev)))
