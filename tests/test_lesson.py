"""What a learner is given: the matrix, the data, the solution's numbers, the script that runs."""

from __future__ import annotations

import doctest
import functools
import hashlib
import json
import random
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from byhand.grader.command import exercise
from byhand.grader.lessons.backprop import backprop
from byhand.grader.lessons.descent import pencil
from byhand.grader.lessons.descent.exercise import Exercise
from byhand.grader.lessons.neuron import neuron
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


SHAPES = (1, 1), (1, 4), (4, 1), (3, 3), (7, 2), (2, 7), (0, 4), (4, 0)


def drawn(n_rows: int, n_columns: int, seed: int) -> Matrix:
    """A matrix that nobody has looked into; cut from another, as one without rows has to be."""
    return Matrix.random(n_rows + 1, n_columns, 1, random.Random(seed))[1:]


def as_array(matrix: Matrix) -> np.ndarray:
    return np.array(matrix.rows, dtype=float).reshape(matrix.shape)


@pytest.mark.parametrize("read", [(), (0,), (1,), (0, 1, 2)])
@pytest.mark.parametrize("shape", SHAPES)
def test_every_operation_is_numpys(shape: tuple[int, int], read: tuple[int, ...]) -> None:
    """Products, cuts, transposes, numbers on either side: NumPy's entries, whatever the shape.

    It makes no difference which of the matrices had their rows read before.
    """
    shapes = (shape, shape, (shape[1], 3))
    x, z, y = (as_array(drawn(*each, seed)) for seed, each in enumerate(shapes))
    matrices = [drawn(*each, seed) for seed, each in enumerate(shapes)]
    for number in read:
        assert len(matrices[number].rows) == matrices[number].shape[0]
    a, c, b = matrices
    for ours, theirs in (
        (a @ b, x @ y), (b.T @ a.T, y.T @ x.T), (a.T @ c, x.T @ z), (a @ c.T, x @ z.T),
        (a.T, x.T), (a.T.T, x), (a + c, x + z), (a - c, x - z), (a * c, x * z), (-a, -x),
        (a.T - c.T, x.T - z.T), (a @ b - c @ b, x @ y - z @ y), (a + 2, x + 2), (2 + a, 2 + x),
        (a - 2, x - 2), (2 - a, 2 - x), (a * 3, x * 3), (3 * a, 3 * x), (a / 4, x / 4),
        (a.map(abs), abs(x)), (a[1:], x[1:]), (a[:-1], x[:-1]), (a[9:].T @ c[9:], x[9:].T @ z[9:]),
    ):  # fmt: skip
        assert ours.shape == theirs.shape
        np.testing.assert_allclose(as_array(ours), theirs, rtol=1e-13, atol=1e-14)


@pytest.mark.parametrize("shape", [(1, 4), (4, 1), (3, 3), (7, 2), (2, 7)])
def test_a_matrix_whose_rows_are_written_to_is_what_they_say(shape: tuple[int, int]) -> None:
    """Fresh or the result of an operation: every later operation sees what was written."""
    a, b = drawn(*shape, seed=1), drawn(*shape, seed=2)
    square = drawn(shape[1], shape[1], seed=3)
    for made in (
        drawn(*shape, seed=4), Matrix.zeros(*shape), a + b, 1 - a, a * 2, -a, a.map(abs), a.T.T,
        a @ square, (square @ a.T).T, a[:],
    ):  # fmt: skip
        written = made[:].rows
        for rows in (made.rows, written):
            rows[-1] = [7.0] * shape[1]
        made.rows[0][0] = written[0][0] = 99.0
        told = Matrix(written)
        assert made == told
        assert made.T == told.T
        for ours, expected in (
            (made @ square, told @ square), (made.T @ b, told.T @ b), (b.T @ made, b.T @ told),
            (made + b, told + b), (b - made, b - told), (1 - made, 1 - told), (-made, -told),
            (made.map(abs), told.map(abs)), (made[1:], told[1:]),
        ):  # fmt: skip
            np.testing.assert_allclose(as_array(ours), as_array(expected), rtol=1e-13)


def test_a_single_entry_is_found_in_the_rows() -> None:
    """Cutting takes a slice; whoever writes a[0] is told where the entries are."""
    with pytest.raises(TypeError, match=r"a\.rows\[i\]\[j\]"):
        Matrix.zeros(3, 2)[0]


def test_shapes_that_do_not_fit_are_both_named() -> None:
    """The error names the operation and both shapes."""
    a, b = Matrix.zeros(3, 6), Matrix.zeros(2, 1)
    lengths = "rows of length 6 meet columns of length 2"
    with pytest.raises(ValueError, match=f"cannot multiply 3×6 by 2×1: {lengths}"):
        a @ b
    with pytest.raises(ValueError, match="cannot add 3×6 and 2×1"):
        a + b
    with pytest.raises(ValueError, match=r"equally long.*\[1, 2\]"):
        Matrix([[1, 2], [3]])


@pytest.mark.parametrize("shape", [(2, 2), (4, 2), (2, 4)])
def test_no_operation_changes_a_matrix(shape: tuple[int, int]) -> None:
    """Each gives a new one, and sharing no row with the old."""
    a, b, square = drawn(*shape, seed=1), drawn(*shape, seed=2), drawn(shape[1], shape[1], seed=3)
    for made in (
        a @ square, a + b, a - b, a * b, -a, a.T, a.map(float), a / 2, 1 - a, a[:],
        Matrix(a[:].rows),
    ):  # fmt: skip
        for row in made.rows:
            row[0] = 99.0
    assert a == drawn(*shape, seed=1)
    assert b == drawn(*shape, seed=2)
    rows = [[1.0, 2.0]]
    Matrix(rows).rows[0][0] = 99.0
    assert rows == [[1.0, 2.0]]


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
def test_data_that_cannot_be_used_are_named(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error says what is wrong and in which line."""
    content, words = BAD_DATA[case]
    shutil.copy(SOLUTION / "data_prep.py", tmp_path)
    if content is not None:
        (tmp_path / "binary.csv").write_bytes(content)
    monkeypatch.setitem(sys.modules, "matrix", matrix_module)
    with pytest.raises(SystemExit, match=re.escape(words)):
        runpy.run_path(str(tmp_path / "data_prep.py"))


def test_a_program_whose_data_cannot_be_used_ends_without_a_traceback(tmp_path: Path) -> None:
    """Whoever runs it reads the error, and nothing else."""
    for name in ("backprop.py", "data_prep.py", "matrix.py"):
        shutil.copy(SOLUTION / name, tmp_path)
    said = ran(tmp_path, "backprop.py", succeeds=False).stderr
    assert said.count("\n") == 1
    assert "binary.csv is missing" in said


# ---------------------------------------------------------------- the solution


def test_the_example_by_pencil(lesson: ModuleType) -> None:
    """All weights zero makes every number exact: ŷ = 0.5, and each ΔW is 0.0625."""
    x, y, w, W = Matrix([[1.0] * 6]), Matrix([[1.0]]), Matrix.zeros(6, 2), Matrix.zeros(2, 1)
    hidden_output, output = lesson.forward_pass(x, w, W)
    assert output == Matrix([[0.5]])
    del_w, del_W = lesson.backward_pass(x, y, hidden_output, output, W)
    assert del_W == Matrix([[0.0625], [0.0625]])
    assert del_w == Matrix.zeros(6, 2)


def test_the_sigmoid_is_the_one_of_the_books(lesson: ModuleType) -> None:
    """tanh gives the curve 1 / (1 + e⁻ᶻ)."""
    z = np.linspace(-30, 30, 601)
    np.testing.assert_allclose(list(map(lesson.sigmoid, z)), 1 / (1 + np.exp(-z)), atol=1e-15)


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


@functools.cache
def said_by_the_program(*words: str) -> str:
    """What `python backprop.py` prints, solved, with these words behind it."""
    return ran(SOLUTION, "backprop.py", *words).stdout


def test_the_program_trains_and_tells() -> None:
    """`python backprop.py` prints ten falling losses, then its accuracy beside always "no"."""
    lines = said_by_the_program().splitlines()
    losses = [float(line.split()[4]) for line in lines[:10]]
    assert losses == sorted(losses, reverse=True)
    assert len(set(losses)) == 10
    assert lines[10].startswith("accuracy on the test records")
    assert lines[11].split() == ["always", "answering", '"no"', "0.750"]


def parts(source: str) -> list[str]:
    """What stands above the first TODO, then a part for each TODO."""
    return re.split(r"(?=# TODO \d+:)", source)


@pytest.mark.parametrize("untouched", [*range(1, 13), slice(1, None), slice(4, None)], ids=str)
def test_a_program_with_a_todo_left_says_so(
    untouched: int | slice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever TODO is still `...`, `python backprop.py` says it in a sentence."""
    source = (SOLUTION / "backprop.py").read_text("utf-8")
    pieces, open_pieces = parts(source), parts(exercise.derived(source))
    assert len(pieces) == 13
    pieces[untouched] = open_pieces[untouched]
    data = ModuleType("data_prep")
    data.features = data.features_test = Matrix.random(9, 6, 1.0, random.Random(1))
    data.targets = data.targets_test = Matrix.zeros(9, 1)
    monkeypatch.setitem(sys.modules, "data_prep", data)
    monkeypatch.setitem(sys.modules, "matrix", matrix_module)
    program = ModuleType("backprop")
    exec(compile("".join(pieces), "backprop.py", "exec"), program.__dict__)
    with pytest.raises(SystemExit, match=r"(?i)a TODO is still `\.\.\.`.*grade check"):
        program.main(epochs=2)


def test_the_program_warns_of_a_rising_loss(tmp_path: Path) -> None:
    """A step in the wrong direction is noticed by the learner's own program."""
    for name in ("data_prep.py", "matrix.py"):
        shutil.copy(SOLUTION / name, tmp_path)
    shutil.copy(CSV, tmp_path)
    source = (SOLUTION / "backprop.py").read_text("utf-8")
    source = source.replace("y - output", "output - y")
    (tmp_path / "backprop.py").write_text(source, "utf-8")
    said = ran(tmp_path, "backprop.py", "50", "0.5").stdout
    assert "it rose" in said
    assert "Next: no loss fell" in said


@pytest.mark.parametrize(
    ("words", "next_"),
    [
        ((), "Next: longer strides, python backprop.py 200 0.5"),
        (("200", "0.5"), "Next: guess, and go on: python backprop.py 900 5"),
        (("900", "5"), "Next: see it learn what can be learned"),
        (("0",), "Next: no loss fell"),
    ],
)
def test_the_program_says_what_to_try_next(words: tuple[str, ...], next_: str) -> None:
    """It takes epochs and learnrate, and its last line leads on from where they have led."""
    lines = said_by_the_program(*words).splitlines()
    assert next_ in lines[-1]
    assert lines[-2] == "the loss of always answering 0.325 is 0.2194."


def test_the_program_says_how_it_is_called() -> None:
    """What is no number of epochs ends in one line, not in a traceback."""
    said = ran(SOLUTION, "backprop.py", "many", succeeds=False).stderr
    assert said == "Give epochs and learnrate, as in: python backprop.py 200 0.5\n"


def test_outside_of_its_environment_the_program_says_what_is_missing(tmp_path: Path) -> None:
    """Without pandas `python backprop.py` says in one line what to do."""
    for name in ("backprop.py", "data_prep.py", "matrix.py"):
        shutil.copy(SOLUTION / name, tmp_path)
    shutil.copy(CSV, tmp_path)
    (tmp_path / "pandas.py").write_text("raise ModuleNotFoundError(name='pandas')", "utf-8")
    said = ran(tmp_path, "backprop.py", succeeds=False).stderr
    assert said.count("\n") == 1
    assert "pandas is missing" in said
    assert "activate" in said


# ---------------------------------------------------------------- the text

CHAPTERS = (SOLUTION / "LESSON.md").read_text("utf-8").partition("# Backpropagation by hand\n")
NEURON, LESSON = CHAPTERS[0], CHAPTERS[2]


@pytest.mark.parametrize(("text", "todos"), [(NEURON, 7), (LESSON, 12)])
def test_the_text_leads_from_todo_to_todo(text: str, todos: int) -> None:
    """Each TODO has a heading of its own number, in order, and the first is within two screens."""
    headings = [line for line in text.splitlines() if line.startswith("## ")]
    numbers = [int(n) for heading in headings for n in re.findall(r"TODO (\d+)", heading)]
    assert numbers == list(range(1, todos + 1))
    before = text[: text.index("## TODO 1")]
    assert before.count("\n") < 48


def test_a_question_stands_before_each_run() -> None:
    """Wherever something is run, the reader is asked to predict it first."""
    for part in re.split(r"(?=^## )", NEURON + LESSON, flags=re.M):
        if part.startswith(("## TODO", "## Run it")):
            assert "*Predict" in part, part.splitlines()[0]


@pytest.mark.parametrize(("lesson", "text"), [(neuron, NEURON), (backprop, LESSON)])
def test_the_numbers_of_the_pencil_record_are_right(lesson: Exercise, text: str) -> None:
    """Every number that a lesson works out is what the solution's formulas give."""
    for name, value in lesson.pencil.known.items():
        for row in pencil.table(value) or []:
            for entry in row:
                told = pencil.told(entry)
                assert told in text, (name, told)
    for epochs in (0, 1):
        for layer in lesson.pencil.right_after(epochs):
            for row in pencil.table(layer) or []:
                for entry in row:
                    assert pencil.told(entry) in text.replace("1.0", "1")


def test_the_legend_stands_once() -> None:
    """Whoever gets the exercise has one legend: at the top of her file, and not in the text."""
    for name in ("backprop.py", "backprop_numpy.py"):
        assert (SOLUTION / name).read_text("utf-8").count("symbol   name in the code") == 1
    assert "name in the code  " not in LESSON


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
