# ruff: noqa
from collections import namedtuple
from pathlib import Path
import numpy as np

Applicant = namedtuple("Applicant", "admit gre gpa rank")

lines = Path("binary.csv").read_text().strip().splitlines()[1:]
applicants = [Applicant(*map(float, line.split(","))) for line in lines]

gres = np.array([a.gre for a in applicants])
gpas = np.array([a.gpa for a in applicants])

def zscore(value, all_values):
    return (value - all_values.mean()) / all_values.std(ddof=1)

def vector(a):
    one_hot = np.zeros(4)
    one_hot[int(a.rank) - 1] = 1
    return np.r_[zscore(a.gre, gres), zscore(a.gpa, gpas), one_hot]

# every tenth applicant is kept for testing
train = [a for i, a in enumerate(applicants) if i % 10 != 9]
test = applicants[9::10]
X = np.array([vector(a) for a in train])
Xt = np.array([vector(a) for a in test])

np.random.seed(0)
w_in = np.random.normal(0, .5, (6, 2))
w_out = np.random.normal(0, .5, 2)
sig = lambda q: 1 / (1 + np.exp(-q))

n_epochs, step_size = 900, 0.05
for _ in range(n_epochs):
    sum_in = np.zeros_like(w_in)
    sum_out = np.zeros_like(w_out)
    for a, x in zip(train, X):
        hid = sig(x @ w_in)
        out = sig(hid @ w_out)
        out_term = (a.admit - out) * out * (1 - out)
        sum_out += out_term * hid
        sum_in += np.outer(x, out_term * w_out * hid * (1 - hid))
    w_in += step_size * sum_in / len(train)
    w_out += step_size * sum_out / len(train)

print(np.mean((sig(sig(Xt @ w_in) @ w_out) > .5) == [a.admit for a in test]))
