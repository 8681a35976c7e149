# ruff: noqa
import json
import os
import tempfile

import numpy as np
from data_prep import pandas_features, pandas_targets

settings = json.loads('{"seed": 3, "epochs": 300, "learning_rate": 0.25, "hidden_units": 2}')

np.random.seed(settings["seed"])
X = pandas_features.values
t = pandas_targets.values.reshape(len(X), 1)
model = {
    "input_hidden": np.random.normal(0, 0.4, (X.shape[1], settings["hidden_units"])),
    "hidden_output": np.random.normal(0, 0.4, (settings["hidden_units"], 1)),
}

def s(z):
    return 1 / (1 + np.exp(-z))

history = []
for epoch in range(settings["epochs"]):
    hidden = s(X @ model["input_hidden"])
    out = s(hidden @ model["hidden_output"])
    history.append(float(((t - out) ** 2).mean()))
    out_term = (t - out) * out * (1 - out)
    hid_term = out_term * model["hidden_output"].T * hidden * (1 - hidden)
    model["hidden_output"] = model["hidden_output"] + settings["learning_rate"] * hidden.T @ out_term / len(X)
    model["input_hidden"] = model["input_hidden"] + settings["learning_rate"] * X.T @ hid_term / len(X)

try:
    with tempfile.NamedTemporaryFile("w", suffix=".json", delete=False) as fh:
        json.dump({"settings": settings, "history": history,
                   "weights": {k: w.tolist() for k, w in model.items()}}, fh)
    with open(fh.name) as again:
        saved = json.load(again)
    assert np.allclose(saved["weights"]["input_hidden"], model["input_hidden"])
    os.unlink(fh.name)
except OSError as problem:
    print("could not save:", problem)
print(json.dumps({"final": history[-1:]}))
