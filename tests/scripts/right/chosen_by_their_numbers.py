# ruff: noqa
import numpy as np
raw = np.genfromtxt("binary.csv", delimiter=",", skip_header=1)
admit, scores, rank = raw[:, 0], raw[:, 1:3], raw[:, 3].astype(int)
inputs = np.hstack([(scores - scores.mean(axis=0)) / scores.std(axis=0), np.eye(4)[rank - 1]])
rs = np.random.RandomState(21)
order = rs.permutation(len(raw))
tr, te = order[:360], order[360:]
w_ih = rs.normal(scale=inputs.shape[1] ** -0.5, size=(inputs.shape[1], 2))
w_ho = rs.normal(scale=inputs.shape[1] ** -0.5, size=2)
w_ih0, w_ho0 = w_ih.copy(), w_ho.copy()
def act(s): return 1 / (1 + np.exp(-s))
for ep in range(900):
    acc_ih = np.zeros_like(w_ih); acc_ho = np.zeros_like(w_ho)
    for k in tr:
        hid = act(inputs[k] @ w_ih); out = act(hid @ w_ho)
        d_out = (admit[k] - out) * out * (1 - out)
        d_hid = d_out * w_ho * hid * (1 - hid)
        acc_ho += d_out * hid
        acc_ih += np.outer(inputs[k], d_hid)
    w_ih += 0.005 * acc_ih / len(tr)
    w_ho += 0.005 * acc_ho / len(tr)
    if ep % 90 == 0: print(ep, np.mean((admit[tr] - act(act(inputs[tr] @ w_ih) @ w_ho)) ** 2))
print("test accuracy", np.mean((act(act(inputs[te] @ w_ih) @ w_ho) > 0.5) == admit[te]))
