"""What a learner is given: the matrix, the data, the solution's numbers, the script that runs."""

from __future__ import annotations

import doctest
import hashlib
import json
import random
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from byhand.grader import exercise
from byhand.solution import matrix as matrix_module
from byhand.solution.matrix import Matrix

SOLUTION = exercise.SOLUTION
CSV = exercise.ROOT / "binary.csv"


@pytest.fixture(scope="module")
def lesson(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """The solution's backprop.py, imported as a learner would from its own folder."""
    module = ModuleType("backprop")
    sys.modules["matrix"] = matrix_module
    try:
        source = (SOLUTION / "backprop.py").read_text("utf-8")
        exec(compile(source, "backprop.py", "exec"), module.__dict__)
    finally:
        del sys.modules["matrix"]
    return module


# ---------------------------------------------------------------- the matrix


def test_the_example_in_the_docstring_is_true() -> None:
    """Examples are run."""
    assert doctest.testmod(matrix_module).failed == 0


def test_every_operation_is_numpys() -> None:
    """Products, sums, transposes and numbers on either side agree with NumPy."""
    rng = random.Random(3)
    a, b, c = Matrix.random(3, 4, 1, rng), Matrix.random(4, 2, 1, rng), Matrix.random(3, 4, 1, rng)
    x, y, z = (np.array(m.rows) for m in (a, b, c))
    for ours, theirs in (
        (a @ b, x @ y), (a.T, x.T), (a + c, x + z), (a - c, x - z), (a * c, x * z), (-a, -x),
        (a + 2, x + 2), (2 + a, 2 + x), (a - 2, x - 2), (2 - a, 2 - x), (a * 3, x * 3),
        (3 * a, 3 * x), (a / 4, x / 4), (a.map(abs), abs(x)),
        (Matrix.zeros(2, 3), np.zeros((2, 3))),
    ):  # fmt: skip
        assert ours.shape == theirs.shape
        np.testing.assert_allclose(ours.rows, theirs, rtol=1e-14)


def test_shapes_that_do_not_fit_are_both_named() -> None:
    """The error names the operation and both shapes."""
    a, b = Matrix.zeros(3, 6), Matrix.zeros(2, 1)
    with pytest.raises(ValueError, match="cannot multiply 3×6 by 2×1: 6 columns meet 2 rows"):
        a @ b
    with pytest.raises(ValueError, match="cannot add 3×6 and 2×1"):
        a + b
    with pytest.raises(ValueError, match=r"equally long.*\[1, 2\]"):
        Matrix([[1, 2], [3]])


def test_no_operation_changes_a_matrix() -> None:
    """Each gives a new one, and sharing no row with the old."""
    a, b = Matrix([[1, 2], [3, 4]]), Matrix([[5, 6], [7, 8]])
    for made in (a @ b, a + b, a - b, a * b, -a, a.T, a.map(float), a / 2, Matrix(a.rows)):
        made.rows[0][0] = 99.0
    assert a == Matrix([[1, 2], [3, 4]])
    assert b == Matrix([[5, 6], [7, 8]])


def test_random_matrices_come_from_the_generator_given() -> None:
    """The same seed draws the same weights."""
    first, second = (Matrix.random(6, 2, 0.4, random.Random(21)) for _ in range(2))
    assert first == second
    assert first != Matrix.random(6, 2, 0.4, random.Random(22))


# ---------------------------------------------------------------- the data


def test_the_data_are_the_canonical_ones() -> None:
    """400 applicants, 127 admitted; a copy in circulation has row 4 wrong."""
    lines = CSV.read_bytes().splitlines()
    assert len(lines) == 401
    assert sum(line.startswith(b"1,") for line in lines) == 127
    assert lines[4] == b"1,640,3.19,4"


def test_the_data_are_standardised_and_split() -> None:
    """Standardised with the sample's deviation, rank one-hot, 360 to learn from and 40 kept."""
    program = (
        "import data_prep, json; from matrix import Matrix; d = data_prep; "
        "assert all(type(t) is Matrix for t in (d.features, d.targets)); "
        "tables = d.features, d.features_test, d.targets, d.targets_test; "
        "print(json.dumps([table.rows for table in tables]))"
    )
    features, kept, targets, targets_kept = (
        np.array(rows) for rows in json.loads(ran(SOLUTION, "-c", program).stdout)
    )
    assert (features.shape, kept.shape) == ((360, 6), (40, 6))
    everything = np.vstack([features, kept])
    np.testing.assert_allclose(everything[:, :2].mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(everything[:, :2].std(axis=0, ddof=1), 1)
    assert set(everything[:, 2:].sum(axis=1)) == {1.0}
    assert np.vstack([targets, targets_kept]).sum() == 127
    assert (targets_kept == 0).mean() == 0.75


BAD_DATA = {
    "missing": (None, "binary.csv is missing"),
    "column": (b"admit,gre,rank\n1,2,3\n", "no column gpa"),
    "word": (b"admit,gre,gpa,rank\n0,380,3.61,3\n1,six,3.67,3\n", "line 3: gre 'six' is no number"),
    "gap": (b"admit,gre,gpa,rank\n0,380,,3\n", "line 2: gpa '' is no number"),
    "rank": (b"admit,gre,gpa,rank\n0,380,3.61,5\n", "line 2: rank '5' is outside 1 to 4"),
    "empty": (b"", "not a table"),
}


@pytest.mark.parametrize("case", BAD_DATA)
def test_data_that_cannot_be_used_are_named(case: str, tmp_path: Path) -> None:
    """The error says what is wrong and in which line, without a traceback."""
    content, words = BAD_DATA[case]
    for name in ("data_prep.py", "matrix.py"):
        shutil.copy(SOLUTION / name, tmp_path)
    if content is not None:
        (tmp_path / "binary.csv").write_bytes(content)
    done = ran(tmp_path, "-c", "import data_prep", succeeds=False)
    assert words in done.stderr
    assert "Traceback" not in done.stderr


# ---------------------------------------------------------------- the solution


def test_the_example_by_pencil(lesson: ModuleType) -> None:
    """All weights zero makes every number exact: ŷ = 0.5, and each ΔW is 0.0625."""
    x, y, w, W = Matrix([[1.0] * 6]), Matrix([[1.0]]), Matrix.zeros(6, 2), Matrix.zeros(2, 1)
    hidden_output, output = lesson.forward_pass(x, w, W)
    assert output == Matrix([[0.5]])
    del_w, del_W = lesson.backward_pass(x, y, hidden_output, output, W)
    assert del_W == Matrix([[0.0625], [0.0625]])
    assert del_w == Matrix.zeros(6, 2)


def test_the_sigmoid_never_overflows(lesson: ModuleType) -> None:
    """It is exact at 0 and finite as far as floats go."""
    assert lesson.sigmoid(0) == 0.5
    assert lesson.sigmoid(-1e308) == 0
    assert lesson.sigmoid(1e308) == 1


def test_training_is_numpys(lesson: ModuleType) -> None:
    """Three epochs on 130 records, two whole batches and a part: the weights NumPy gets."""
    rng = random.Random(5)
    X, w, W = (Matrix.random(*shape, 1, rng) for shape in ((130, 6), (6, 3), (3, 1)))
    Y = Matrix([[float(i % 3 == 0)] for i in range(130)])
    ours = lesson.train(X, Y, w, W, epochs=3, learnrate=0.7)
    x, y, v, V = (np.array(m.rows) for m in (X, Y, w, W))
    losses = []
    for _ in range(3):
        a = 1 / (1 + np.exp(-x @ v))
        o = 1 / (1 + np.exp(-a @ V))
        d = (y - o) * o * (1 - o)
        h = d @ V.T * a * (1 - a)
        v, V = v + 0.7 * x.T @ h / 130, V + 0.7 * a.T @ d / 130
        losses.append(((y - 1 / (1 + np.exp(-(1 / (1 + np.exp(-x @ v))) @ V))) ** 2).mean())
    np.testing.assert_allclose(ours[0].rows, v, rtol=1e-12)
    np.testing.assert_allclose(ours[1].rows, V, rtol=1e-12)
    np.testing.assert_allclose(ours[2], losses, rtol=1e-12)


def test_the_program_trains_and_tells() -> None:
    """`python backprop.py` prints ten falling losses, then its accuracy beside always "no"."""
    lines = ran(SOLUTION, "backprop.py").stdout.splitlines()
    losses = [float(line.split()[4]) for line in lines[:10]]
    assert losses == sorted(losses, reverse=True)
    assert len(set(losses)) == 10
    assert lines[10].startswith("accuracy on the test records")
    assert lines[11].split() == ["always", "answering", '"no"', "0.750"]


def test_the_program_warns_of_a_rising_loss(tmp_path: Path) -> None:
    """A step in the wrong direction is noticed by the learner's own program."""
    for name in ("data_prep.py", "matrix.py"):
        shutil.copy(SOLUTION / name, tmp_path)
    shutil.copy(CSV, tmp_path)
    source = (SOLUTION / "backprop.py").read_text("utf-8")
    for right, wrong in (("y - output", "output - y"), ("    main()", "    main(50, 0.5)")):
        source = source.replace(right, wrong)
    (tmp_path / "backprop.py").write_text(source, "utf-8")
    assert "it rose" in ran(tmp_path, "backprop.py").stdout


def ran(folder: Path, *arguments: str, succeeds: bool = True) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-B", *arguments], cwd=folder, capture_output=True, encoding="utf-8",
        check=False,
    )  # fmt: skip
    assert (done.returncode == 0) == succeeds, done.stderr
    return done


def test_the_data_are_these_bytes() -> None:
    """The file is not edited, by hand or by a line-ending setting."""
    digest = hashlib.sha256(CSV.read_bytes()).hexdigest()
    assert digest == "2f5dcda0e455631215709575cc2eede4e5fb4e94cda9c37dab54e26d79dcf8c2"
