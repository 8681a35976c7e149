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


class _Fitted:
    """What learns from a table how such tables are to be changed."""

    def fit_transform(self, table: Any, *_: object) -> Any:
        return self.fit(table).transform(table)  # type: ignore[attr-defined]


class _StandardScaler(_Fitted):
    def fit(self, table: Any, *_: object) -> _StandardScaler:
        numpy = sys.modules["numpy"]
        entries = numpy.asarray(table, dtype=float)
        self.mean_, self.scale_ = entries.mean(axis=0), entries.std(axis=0)
        self.scale_[self.scale_ == 0] = 1.0
        return self

    def transform(self, table: Any) -> Any:
        numpy = sys.modules["numpy"]
        return (numpy.asarray(table, dtype=float) - self.mean_) / self.scale_


class _MinMaxScaler(_Fitted):
    def __init__(self, feature_range: tuple[float, float] = (0, 1), **_: object) -> None:
        self._low, self._high = feature_range

    def fit(self, table: Any, *_: object) -> _MinMaxScaler:
        entries = sys.modules["numpy"].asarray(table, dtype=float)
        self.data_min_, self.data_max_ = entries.min(axis=0), entries.max(axis=0)
        return self

    def transform(self, table: Any) -> Any:
        numpy = sys.modules["numpy"]
        span = self.data_max_ - self.data_min_
        share = (numpy.asarray(table, dtype=float) - self.data_min_) / numpy.where(span, span, 1)
        return self._low + share * (self._high - self._low)


class _OneHotEncoder(_Fitted):
    """Flags for each column's values, as an array that may be asked for as one once more."""

    def __init__(self, **_: object) -> None:
        pass

    def fit(self, table: Any, *_: object) -> _OneHotEncoder:
        numpy = sys.modules["numpy"]
        self.categories_ = [numpy.unique(column) for column in _columns(table)]
        return self

    def transform(self, table: Any) -> Any:
        numpy = sys.modules["numpy"]
        pairs = zip(_columns(table), self.categories_, strict=True)
        flags = numpy.hstack([column[:, None] == values for column, values in pairs])
        return flags.astype(float).view(_dense())


class _LabelBinarizer(_OneHotEncoder):
    @property
    def classes_(self) -> Any:
        return self.categories_[0]

    def transform(self, table: Any) -> Any:
        return sys.modules["numpy"].asarray(super().transform(table), dtype=int)


class _LabelEncoder(_LabelBinarizer):
    def transform(self, table: Any) -> Any:
        return sys.modules["numpy"].argmax(super().transform(table), axis=1)


class _KFold:
    def __init__(
        self, n_splits: int = 5, *, shuffle: bool = False, random_state: Any = None
    ) -> None:
        self.n_splits, self._shuffle, self._seed = n_splits, shuffle, random_state

    def split(self, table: Any, *_: object) -> Any:
        numpy = sys.modules["numpy"]
        order = numpy.arange(len(table))
        if self._shuffle:
            order = _drawing(self._seed).permutation(len(table))
        for part in numpy.array_split(order, self.n_splits):
            yield numpy.setdiff1d(numpy.arange(len(table)), part), numpy.sort(part)

    def get_n_splits(self, *_: object) -> int:
        return self.n_splits


def _columns(table: Any) -> list[Any]:
    """The columns of a table, or the one that it is."""
    entries = sys.modules["numpy"].asarray(table)
    return [entries] if entries.ndim == 1 else [*entries.T]


def _dense() -> Any:
    """The kind of array that hands itself out where a sparse one makes one."""
    numpy = sys.modules["numpy"]

    class Dense(numpy.ndarray):  # type: ignore[misc, name-defined]
        def toarray(self) -> Any:
            return numpy.asarray(self)

        todense = toarray

    return Dense


def _accuracy_score(targets: Any, answers: Any, **_: object) -> float:
    numpy = sys.modules["numpy"]
    return float(numpy.mean(numpy.ravel(targets) == numpy.ravel(answers)))


def _mean_squared_error(targets: Any, answers: Any, **_: object) -> float:
    numpy = sys.modules["numpy"]
    return float(numpy.mean((numpy.ravel(targets) - numpy.ravel(answers)) ** 2))


def _itself(*given: Any, **_: Any) -> Any:
    """A decorator that changes nothing, with or without options."""
    return given[0] if given and callable(given[0]) else _itself


PROVIDED: Mapping[str, Mapping[str, Any]] = {
    "scipy.special": {"expit": _expit},
    "sklearn.model_selection": {
        "train_test_split": _train_test_split,
        "KFold": _KFold,
        "StratifiedKFold": _KFold,
    },
    "sklearn.metrics": {
        "accuracy_score": _accuracy_score,
        "mean_squared_error": _mean_squared_error,
    },
    "sklearn.utils": {"shuffle": _shuffle},
    "sklearn.preprocessing": {
        "StandardScaler": _StandardScaler,
        "MinMaxScaler": _MinMaxScaler,
        "OneHotEncoder": _OneHotEncoder,
        "LabelBinarizer": _LabelBinarizer,
        "LabelEncoder": _LabelEncoder,
        "scale": lambda table, **_: _StandardScaler().fit_transform(table),
    },
    "numba": {"jit": _itself, "njit": _itself},
}
