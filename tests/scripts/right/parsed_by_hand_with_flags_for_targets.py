"""Only NumPy and the standard library. The file is parsed by hand."""
from pathlib import Path

import numpy as np

try:
    HERE = Path(__file__).resolve().parent
except NameError:          # in a notebook
    HERE = Path.cwd()


def parse(text):
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    names = lines[0].split(",")
    columns = {name: [] for name in names}
    for number, line in enumerate(lines[1:], start=2):
        cells = line.split(",")
        if len(cells) != len(names):
            raise ValueError(f"line {number}: {len(cells)} cells instead of {len(names)}")
        for name, cell in zip(names, cells, strict=False):
            columns[name].append(float(cell))
    return columns


columns = parse((HERE / "binary.csv").read_text())


def standard(values):
    values = np.array(values)
    off = values - np.mean(values)
    return off / np.sqrt(np.sum(off**2) / (len(values) - 1))


rank = np.array(columns["rank"])
everything = np.concatenate(
    [
        standard(columns["gre"])[:, None],
        standard(columns["gpa"])[:, None],
        rank[:, None] == np.arange(1, 5),
    ],
    axis=1,
)
admitted = np.array(columns["admit"], dtype=bool)

# the file is in no special order, so the last tenth will do for the test
stop = len(everything) * 9 // 10
x, y = everything[:stop], admitted[:stop]
x_test, y_test = everything[stop:], admitted[stop:]


def sigmoid(z):
    """
    >>> sigmoid(0)
    0.5
    >>> round(sigmoid(1), 6)
    0.731059
    """
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + e), e / (1 + e))


rng = np.random.default_rng(1234)
w_in = rng.uniform(-1, 1, (6, 2))
w_out = rng.uniform(-1, 1, (2,))
epochs = 700
eta = 0.6
report = range(0, epochs, 100)

for epoch in range(epochs):
    hidden = sigmoid(np.matmul(x, w_in))
    output = sigmoid(np.matmul(hidden, w_out))
    difference = y - output
    if epoch in report:
        print("epoch", epoch, "mean squared error", round(float(np.mean(difference ** 2)), 5))
    slope_out = difference * output * (1 - output)
    slope_hidden = np.multiply(np.outer(slope_out, w_out), hidden * (1 - hidden))
    w_out = np.add(w_out, eta * np.matmul(hidden.T, slope_out) / stop)
    w_in = np.add(w_in, eta * np.matmul(x.T, slope_hidden) / stop)

yes = sigmoid(np.matmul(sigmoid(np.matmul(x_test, w_in)), w_out)) > 0.5
print("right on the test:", (yes == y_test).sum(), "of", len(y_test))
