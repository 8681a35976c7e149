"""The data: 400 applicants to graduate school, made ready for the network.

    gre, gpa   test score and grade average, standardised: (value − mean) / standard deviation
    rank       prestige of the applicant's school, 1 to 4, as four columns with a single 1
    admit      the target: 1 admitted, 0 not

`features` and `targets` hold the 360 records to learn from, `features_test` and `targets_test`
the 40 that are kept aside; the split is drawn once and for all. Each is a `Matrix`; the same
records as a DataFrame and a Series are `pandas_features`, `pandas_targets` and so on.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from matrix import Matrix

COLUMNS = ("admit", "gre", "gpa", "rank")
RANKS = (1, 2, 3, 4)
SPLIT_SEED = 42


def read_applicants(path: str | Path) -> pd.DataFrame:
    """The table as it was collected, every cell checked to be a number that makes sense.

    Raises ValueError (FileNotFoundError if there is no such file) saying what is wrong and where.
    """
    path = Path(path)
    if not path.exists():
        raise FileNotFoundError(f"{path} is missing: put binary.csv beside data_prep.py")
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as error:
        raise ValueError(f"{path.name} is not a table of comma-separated values: {error}") from None

    missing = [column for column in COLUMNS if column not in table.columns]
    if missing:
        raise ValueError(f"{path.name} has no column {', '.join(missing)}: it needs {COLUMNS}")

    numbers = table[list(COLUMNS)].apply(pd.to_numeric, errors="coerce")
    for column in COLUMNS:
        _refuse(path, table[column], ~numbers[column].between(-1e9, 1e9), "is no number")
    _refuse(path, table["rank"], ~numbers["rank"].isin(RANKS), "is outside 1 to 4")
    _refuse(path, table["admit"], ~numbers["admit"].isin((0, 1)), "is neither 0 nor 1")
    return numbers


def _refuse(path: Path, column: pd.Series, wrong: pd.Series, why: str) -> None:
    if wrong.any():
        row = int(wrong.to_numpy().argmax())
        line = row + 2  # the header is line 1
        raise ValueError(f"{path.name}, line {line}: {column.name} {column.iloc[row]!r} {why}")


def prepare(applicants: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    """The six inputs of each record, records × 6, and its target.

    gre and gpa are standardised with the sample standard deviation (divided by n − 1).
    """
    scores = applicants[["gre", "gpa"]]
    features = (scores - scores.mean()) / scores.std()
    for rank in RANKS:
        features[f"rank_{rank}"] = (applicants["rank"] == rank).astype(float)
    return features, applicants["admit"].astype(float)


def _binary_csv() -> Path:
    """Beside this file, or one folder further up."""
    beside = Path(__file__).resolve().parent / "binary.csv"
    above = beside.parent.parent / "binary.csv"
    return above if above.exists() and not beside.exists() else beside


try:
    _features, _targets = prepare(read_applicants(_binary_csv()))
except (OSError, ValueError) as error:
    raise SystemExit(f"The data cannot be used: {error}.") from None

_training = _features.sample(frac=0.9, random_state=SPLIT_SEED).index
pandas_features, pandas_targets = _features.loc[_training], _targets.loc[_training]
pandas_features_test, pandas_targets_test = _features.drop(_training), _targets.drop(_training)

features, features_test = Matrix(pandas_features.values), Matrix(pandas_features_test.values)
targets, targets_test = (
    Matrix([[target] for target in column]) for column in (pandas_targets, pandas_targets_test)
)
