"""A few functions of other packages, done here: SciPy's expit, scikit-learn's split and scaler.

Loaded by worker.py before the room is locked; imports nothing of ours.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping
from typing import Any


def _expit(z: Any) -> Any:
    if isinstance(z, (int, float)):
        return 1.0 / (1.0 + math.exp(-z)) if z >= 0 else math.exp(z) / (1.0 + math.exp(z))
    numpy = sys.modules["numpy"]
    small = numpy.exp(-numpy.abs(z))
    return numpy.where(numpy.asarray(z) >= 0, 1.0, small) / (1.0 + small)


def _train_test_split(*tables: Any, **options: Any) -> list[Any]:
    numpy = sys.modules["numpy"]
    n = len(tables[0])
    share = options.get("test_size")
    if share is None:
        share = 1 - options["train_size"] if "train_size" in options else 0.25
    n_test = math.ceil(share * n) if isinstance(share, float) else share
    order = numpy.arange(n)
    if options.get("shuffle", True):
        order = _drawing(options.get("random_state")).permutation(n)
    return [_rows(table, part) for table in tables for part in (order[n_test:], order[:n_test])]


def _drawing(seed: Any) -> Any:
    """What draws by this seed; without one it is NumPy itself, as there."""
    random = sys.modules["numpy"].random
    return random if seed is None else random.RandomState(seed)


def _rows(table: Any, wanted: Any) -> Any:
    if hasattr(table, "iloc"):
        return table.iloc[wanted]
    return [table[i] for i in wanted] if isinstance(table, list) else table[wanted]


def _shuffle(*tables: Any, **options: Any) -> Any:
    order = _drawing(options.get("random_state")).permutation(len(tables[0]))
    shuffled = [_rows(table, order) for table in tables]
    return shuffled if len(shuffled) > 1 else shuffled[0]


class _StandardScaler:
    def fit(self, table: Any, *_: object) -> _StandardScaler:
        numpy = sys.modules["numpy"]
        entries = numpy.asarray(table, dtype=float)
        self.mean_, self.scale_ = entries.mean(axis=0), entries.std(axis=0)
        self.scale_[self.scale_ == 0] = 1.0
        return self

    def transform(self, table: Any) -> Any:
        numpy = sys.modules["numpy"]
        return (numpy.asarray(table, dtype=float) - self.mean_) / self.scale_

    def fit_transform(self, table: Any, *_: object) -> Any:
        return self.fit(table).transform(table)


def _itself(*given: Any, **_: Any) -> Any:
    """A decorator that changes nothing, with or without options."""
    return given[0] if given and callable(given[0]) else _itself


PROVIDED: Mapping[str, Mapping[str, Any]] = {
    "scipy.special": {"expit": _expit},
    "sklearn.model_selection": {"train_test_split": _train_test_split},
    "sklearn.utils": {"shuffle": _shuffle},
    "sklearn.preprocessing": {
        "StandardScaler": _StandardScaler,
        "scale": lambda table, **_: _StandardScaler().fit_transform(table),
    },
    "numba": {"jit": _itself, "njit": _itself},
}
