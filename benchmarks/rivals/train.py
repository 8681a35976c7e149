"""One training, in one of several ways, timed by itself: prints CPU seconds and the last loss.

    python train.py WAY PROBLEM.json

Runs on any Python that is to be measured, and so it imports nothing but what its way needs.
"""

import contextlib
import io
import json
import math
import sys
import time
from pathlib import Path
from types import ModuleType

SOLUTION = Path(__file__).resolve().parent.parent.parent / "solution"


def shipped(problem):
    """solution/backprop.py, as it is."""
    sys.path.insert(0, str(SOLUTION))
    from backprop import train
    from matrix import Matrix

    tables = [Matrix(problem[key]) for key in ("features", "targets", "w", "W")]
    begun = time.process_time()
    _, _, losses = train(*tables, problem["epochs"], problem["learnrate"])
    return time.process_time() - begun, losses[-1]


def script(problem):
    """solution/backprop_numpy.py, from its first line to its last, but for reading the data."""
    import numpy as np
    import pandas as pd

    data = ModuleType("data_prep")
    features = pd.DataFrame(problem["features"])
    targets = pd.Series([target for [target] in problem["targets"]])
    data.pandas_features = data.pandas_features_test = features
    data.pandas_targets = data.pandas_targets_test = targets
    sys.modules["data_prep"] = data
    source = (SOLUTION / "backprop_numpy.py").read_text("utf-8")
    source = source.replace("epochs = 900", f"epochs = {problem['epochs']}")
    names = {"__name__": "backprop_numpy", "np": np}
    code = compile(source, "backprop_numpy.py", "exec")
    begun = time.process_time()
    with contextlib.redirect_stdout(io.StringIO()):
        exec(code, names)
    return time.process_time() - begun, float(names["last_loss"])


def lists(problem):
    """Record by record and weight by weight, on plain lists."""
    x, w, W = problem["features"], problem["w"], [weight for [weight] in problem["W"]]
    y = [target for [target] in problem["targets"]]
    n_features, n_hidden, loss = len(w), len(W), 0.0

    def sigmoid(z):
        return 1 / (1 + math.exp(-z))

    def forward(record):
        a = [sigmoid(sum(record[i] * w[i][j] for i in range(n_features))) for j in range(n_hidden)]
        return a, sigmoid(sum(a[j] * W[j] for j in range(n_hidden)))

    begun = time.process_time()
    for _ in range(problem["epochs"]):
        del_w = [[0.0] * n_hidden for _ in range(n_features)]
        del_W = [0.0] * n_hidden
        for record, target in zip(x, y):
            a, output = forward(record)
            output_error_term = (target - output) * output * (1 - output)
            for j in range(n_hidden):
                hidden_error_term = output_error_term * W[j] * a[j] * (1 - a[j])
                del_W[j] += output_error_term * a[j]
                for i in range(n_features):
                    del_w[i][j] += hidden_error_term * record[i]
        for j in range(n_hidden):
            W[j] += problem["learnrate"] * del_W[j] / len(x)
            for i in range(n_features):
                w[i][j] += problem["learnrate"] * del_w[i][j] / len(x)
        loss = sum((target - forward(record)[1]) ** 2 for record, target in zip(x, y)) / len(x)
    return time.process_time() - begun, loss


def vectorised(problem):
    """All the records at once, with NumPy."""
    import numpy as np

    x, y, w, W = (np.array(problem[key]) for key in ("features", "targets", "w", "W"))
    step, loss = problem["learnrate"] / len(x), 0.0

    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    begun = time.process_time()
    for _ in range(problem["epochs"]):
        a = sigmoid(x @ w)
        output = sigmoid(a @ W)
        output_error_term = (y - output) * output * (1 - output)
        hidden_error_term = output_error_term @ W.T * a * (1 - a)
        W = W + step * a.T @ output_error_term
        w = w + step * x.T @ hidden_error_term
        loss = np.mean((y - sigmoid(sigmoid(x @ w) @ W)) ** 2)
    return time.process_time() - begun, loss


WAYS = (shipped, script, lists, vectorised)

if __name__ == "__main__":
    ways = {way.__name__: way for way in WAYS}
    problem = json.loads(Path(sys.argv[2]).read_text("utf-8"))
    seconds, loss = ways[sys.argv[1]](problem)
    print(json.dumps({"seconds": seconds, "loss": float(loss)}))
