"""What a script really is: right, silently wrong, or crashing; by the weights it ends with."""

import contextlib
import io
import sys
import types
from pathlib import Path

import numpy as np
import pandas as pd
import telling

SIZES = (1, 7, 40)
ITS_OWN = "epochs = 900"
FEWER = "epochs = 12"
WEIGHTS = ("weights_input_hidden", "weights_hidden_output")


def data_prep(n_records):
    """The module that a script imports its records from, with so many of ours."""
    rng = np.random.default_rng(n_records)
    module = types.ModuleType("data_prep")
    for name in ("", "_test"):
        features = pd.DataFrame(rng.normal(size=(n_records, 6)))
        targets = pd.Series(rng.integers(0, 2, n_records)).astype(float)
        setattr(module, f"pandas_features{name}", features)
        setattr(module, f"pandas_targets{name}", targets)
    return module


def results(path):
    """The weights that the script ends with, from so many records each time, in one list."""
    text = Path(path).read_text("utf-8")
    assert ITS_OWN in text
    code = compile(text.replace(ITS_OWN, FEWER), path, "exec")
    found = []
    for n_records in SIZES:
        sys.modules["data_prep"] = data_prep(n_records)
        names = {"__name__": "__main__"}
        with contextlib.redirect_stdout(io.StringIO()), np.errstate(all="ignore"):
            exec(code, names)
        found += [np.asarray(names[name], dtype=float) for name in WEIGHTS]
    return found


def message():
    right = results("the_solution.py")
    try:
        own = results("backprop.py")
    except Exception:
        return "crashing"
    return "right" if all(map(same, own, right)) else "silent"


def same(one, other):
    return one.shape == other.shape and np.allclose(one, other, rtol=1e-9, atol=1e-9)


telling.main(message)
