"""The lesson of a single unit: right programs, mistakes, and what is said of them."""

from __future__ import annotations

import csv
import itertools
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from byhand.grader import settings, submission
from byhand.grader.command import exercise
from byhand.grader.command.lesson import DECIDED
from byhand.grader.judging import grading
from byhand.grader.judging.checklist import with_checklist
from byhand.grader.lesson import Value, forward, needs
from byhand.grader.lessons import LESSONS
from byhand.grader.lessons.descent import climbing
from byhand.grader.lessons.descent.exercise import Exercise
from byhand.grader.lessons.descent.pencil import Worked
from byhand.grader.lessons.descent.training import Run
from byhand.grader.lessons.neuron import neuron
from byhand.grader.lessons.one_edit import Mutant, mutants
from byhand.grader.mistakes import Mistake
from byhand.grader.verdict import Finding, Outcome, Report
from byhand.solution.matrix import Matrix
from forms import collected, start, with_function, with_line

SOLUTION = (exercise.SOLUTION / "neuron.py").read_text("utf-8")
EXERCISE = (exercise.EXERCISE / "neuron.py").read_text("utf-8")
TO_FIX = (Outcome.FAILED, Outcome.STOPPED, Outcome.NOT_STARTED)


def graded(
    source: str, name: str = "neuron.py", lesson: str = "", secret: str = "of the tests"
) -> Report:
    decided = settings.Settings(secret, lesson=lesson)
    program = submission.of_bytes(name, source.encode("utf-8"))
    return grading.grade(
        program, decided, LESSONS, best_effort=True, start=start, checklist=collected()
    )


def lost(report: Report) -> list[Finding]:
    return [finding for finding in report.findings if finding.points < finding.max_points]


def first(report: Report) -> Finding:
    found = report.first_to_fix
    assert found is not None
    return found


# ---------------------------------------------------------------- right, and not begun


def test_the_solution_has_full_marks_and_the_exercise_none() -> None:
    """Of a hundred points all, and none; each TODO that is open is said to be so."""
    right, begun = graded(SOLUTION), graded(EXERCISE)
    assert (right.score, right.max_score, right.lesson) == (100.0, 100.0, "neuron")
    assert (begun.score, begun.max_score) == (0.0, 100.0)
    open_ = {f.todo for f in begun.findings if f.outcome is Outcome.NOT_STARTED}
    assert open_ == set(range(1, 8))


@pytest.mark.parametrize("secret", ["secret-30", "secret-258"])
def test_it_has_full_marks_where_an_answer_comes_next_to_its_target(secret: str) -> None:
    """Little is left of an error there but rounding, and less of its square: 1e-32, or 0."""
    assert graded(SOLUTION, secret=secret).score == 100.0


RIGHT_FORMS = {
    "loops and lists": with_function(
        """
        def predict(x, weights):
            answers = []
            for row in x.rows:
                total = 0.0
                for value, [weight] in zip(row, weights.rows):
                    total += value * weight
                answers.append([sigmoid(total)])
            return Matrix(answers)
        """,
        """
        def weight_step(x, y, output):
            step = [[0.0] for _ in x.rows[0]]
            for row, [target], [answer] in zip(x.rows, y.rows, output.rows):
                for i, value in enumerate(row):
                    step[i][0] += (target - answer) * answer * (1 - answer) * value
            return Matrix(step)
        """,
        of=SOLUTION,
    ),
    "one line each": with_function(
        "def predict(x, weights): return (x @ weights).map(sigmoid)",
        "def weight_step(x, y, output): return x.T @ ((y - output) * output * (1 - output))",
        "def update_weights(weights, del_w, learnrate, n_records):"
        " return weights + learnrate * del_w / n_records",
        of=SOLUTION,
    ),
    "weights as the one column that they are": with_function(
        """
        def update_weights(weights, del_w, learnrate, n_records):
            new = []
            for [weight], [step] in zip(weights.rows, del_w.rows):
                new.append([weight + learnrate * step / n_records])
            return Matrix(new)
        """,
        of=SOLUTION,
    ),
    "the loss's own sign": with_line(
        ("error = y - output", "error = output - y"),
        ("weights + learnrate / n_records", "weights - learnrate / n_records"),
        of=SOLUTION,
    ),
    "batches": with_function(
        """
        def train(features, targets, weights, epochs=500, learnrate=0.5):
            losses, n = [], features.shape[0]
            for _ in range(epochs):
                total = Matrix.zeros(*weights.shape)
                for start in range(0, n, 60):
                    x, y = features[start:start + 60], targets[start:start + 60]
                    total = total + weight_step(x, y, predict(x, weights))
                weights = update_weights(weights, total, learnrate, n)
                losses.append(mean_squared_error(features, targets, weights))
            return weights, losses
        """,
        of=SOLUTION,
    ),
    "one record after the other": with_function(
        """
        def train(features, targets, weights, epochs=500, learnrate=0.5):
            losses = []
            for _ in range(epochs):
                steps = [weight_step(features[i:i + 1], targets[i:i + 1],
                                     predict(features[i:i + 1], weights))
                         for i in range(len(features.rows))]
                del_w = steps[0]
                for step in steps[1:]:
                    del_w = del_w + step
                weights = update_weights(weights, del_w, learnrate, len(steps))
                losses.append(mean_squared_error(features, targets, weights))
            return weights, losses
        """,
        of=SOLUTION,
    ),
}


@pytest.mark.parametrize("name", RIGHT_FORMS)
def test_what_is_right_has_full_marks_however_it_is_written(name: str) -> None:
    """The result counts, whatever the names and the style."""
    report = graded(RIGHT_FORMS[name])
    assert report.full_marks, [(f.check, f.saw) for f in lost(report)]


def test_the_program_trains_and_tells_in_a_second() -> None:
    """`python neuron.py` prints falling losses, then its accuracy beside always "no"."""
    done = subprocess.run(
        [sys.executable, "neuron.py"], cwd=exercise.SOLUTION, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    lines = done.stdout.splitlines()
    losses = [float(line.split()[4]) for line in lines[:10]]
    assert losses == sorted(losses, reverse=True)
    assert lines[10].startswith("accuracy on the test records")
    assert lines[11].split() == ["always", "answering", '"no"', "0.750"]
    assert "backprop.py" in lines[-1]


# ---------------------------------------------------------------- known mistakes

LINES = {
    "unit_input": "unit_input = ",
    "output": "output = unit_input",
    "error": "error = ",
    "output_error_term": "output_error_term = ",
    "del_w": "del_w = x.T",
    "update_weights": "new_weights = ",
}
IN_A_STEP = [mistake for mistake in neuron.mistakes.values() if mistake.check in neuron.steps]


def known(check: str) -> Iterator[dict[str, Value]]:
    inputs = neuron.inputs("of the catalogue")
    if check == "update_weights":
        yield from (dict(inputs.solved_update(*shape)) for shape in ((6, 1), (3, 2)))
    else:
        yield from (dict(inputs.solved(size)) for size in ((4, 2, None, 6), (5, 2, None, 6)))


def told(wrong: Callable[..., Matrix], check: str) -> list[Matrix]:
    return [wrong(*(one[name] for name in needs(wrong))) for one in known(check)]


@pytest.mark.parametrize(
    ("one", "other"),
    [pair for check in neuron.steps for pair in itertools.combinations(neuron.known(check), 2)],
    ids=lambda mistake: mistake.id,
)
def test_no_two_mistakes_are_the_same(one: Mistake, other: Mistake) -> None:
    """Each has values of its own, so that its advice is true."""
    assert told(one.wrong, one.check) != told(other.wrong, other.check)


WRONG = {
    "unit_input_turned_around": ("x @ weights\n", "-(x @ weights)\n"),
    "unit_input_averaged": ("x @ weights\n", "x @ weights / x.shape[1]\n"),
    "unit_input_squashed_already": ("x @ weights\n", "(x @ weights).map(sigmoid)\n"),
    "output_not_squashed": ("unit_input.map(sigmoid)", "unit_input"),
    "output_squashed_twice": ("unit_input.map(sigmoid)", "unit_input.map(sigmoid).map(sigmoid)"),
    "error_turned_around": ("y - output", "output - y"),
    "error_squared": ("error = y - output", "error = (y - output) * (y - output)"),
    "output_without_slope": ("error * output * (1 - output)", "error"),
    "output_error_term_times_output": ("error * output * (1 - output)", "error * output"),
    "output_error_term_slope_at_output": (
        "error * output * (1 - output)",
        "error * output.map(sigmoid) * (1 - output.map(sigmoid))",
    ),
    "step_from_error": ("x.T @ output_error_term", "x.T @ error"),
    "step_averaged": ("x.T @ output_error_term", "x.T @ output_error_term / x.shape[0]"),
    "step_from_last_record_only": ("x.T @ output_error_term", "x[-1:].T @ output_error_term[-1:]"),
    "update_without_average": ("learnrate / n_records * del_w", "learnrate * del_w"),
    "update_in_the_other_direction": ("weights + learnrate", "weights - learnrate"),
    "update_replaces_weights": ("weights + learnrate", "learnrate"),
    "only_last_batch_counts": (
        "        output = predict(features, weights)\n"
        "        del_w = weight_step(features, targets, output)",
        "        for i in range(n_records):\n"
        "            output = predict(features[i:i + 1], weights)\n"
        "            del_w = weight_step(features[i:i + 1], targets[i:i + 1], output)",
    ),
    "first_record_skipped": (
        "        output = predict(features, weights)\n"
        "        del_w = weight_step(features, targets, output)",
        "        output = predict(features[1:], weights)\n"
        "        del_w = weight_step(features[1:], targets[1:], output)",
    ),
    "weights_not_updated": ("weights = update_weights(weights", "new = update_weights(weights"),
    "weights_not_averaged": ("del_w, learnrate, n_records)\n\n", "del_w, learnrate, 1)\n\n"),
    "learnrate_left_out": ("del_w, learnrate, n_records)\n\n", "del_w, 1, n_records)\n\n"),
    "one_epoch_too_few": ("range(epochs)", "range(epochs - 1)"),
    "updated_twice_each_epoch": (
        "        weights = update_weights(weights, del_w, learnrate, n_records)\n",
        "        weights = update_weights(weights, del_w, learnrate, n_records)\n"
        "        weights = update_weights(weights, del_w, learnrate, n_records)\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize("mistake", WRONG)
def test_a_mistake_is_named_and_costs_one_step(mistake: str) -> None:
    """It is told by its numbers, and nothing else is charged for it."""
    report = graded(with_line(WRONG[mistake], of=SOLUTION))
    finding = first(report)
    assert finding.mistake == mistake, (finding.check, finding.saw, finding.advice)
    assert finding.check == neuron.mistakes[mistake].check
    assert {f.check for f in lost(report)} == {finding.check}


def test_a_training_that_is_wrong_is_told_from_every_other() -> None:
    """No two known mistakes of the training end with the same weights."""
    inputs = neuron.inputs("of the trainings")
    ends: dict[str, list[list[float]]] = {}
    for check in neuron.loop:
        for mistake in neuron.known(check):
            for base in inputs.runs:
                run = Run(
                    neuron, base.features, base.targets, base.weights, base.epochs + 1, 0.7, 2
                )
                [weights] = mistake.wrong(run)
                ends.setdefault(mistake.id, []).append(weights.entries)
    for one, other in itertools.combinations(ends, 2):
        assert ends[one] != ends[other], (one, other)


# ---------------------------------------------------------------- one edit away

SOME = list(mutants(SOLUTION))[:: 1 if "BYHAND_EVERY_CASE" in os.environ else 6]


@pytest.fixture(scope="module")
def told_of() -> list[tuple[Mutant, Report]]:
    """Programs that are one edit away from the solution, and their reports: every sixth, or all."""

    def all_graded(checklist: object) -> list[tuple[Mutant, Report]]:
        decided = settings.Settings("of the edits")
        return [
            (
                mutant,
                grading.grade(
                    submission.of_bytes("neuron.py", mutant.source.encode()),
                    decided,
                    LESSONS,
                    best_effort=True,
                    start=start,
                    checklist=checklist,  # type: ignore[arg-type]
                ),
            )
            for mutant in SOME
        ]

    found: list[tuple[Mutant, Report]] = with_checklist(LESSONS, all_graded)
    return found


def results(source: str) -> list[object]:
    """What a program's functions give for some records, to a few digits."""
    names: dict[str, object] = {"__name__": "neuron"}
    before = sys.modules.get("matrix")
    sys.modules["matrix"] = sys.modules[Matrix.__module__]
    try:
        exec(compile(source, "neuron.py", "exec"), names)
    finally:
        if before is None:
            del sys.modules["matrix"]
    run = neuron.inputs("of the results").runs[3]
    weights, losses = names["train"](  # type: ignore[operator]
        run.features, run.targets, run.weights[0], 3, 0.9
    )
    return [f"{number:.7g}" for number in (*weights.entries, *losses)]


def test_none_that_is_wrong_is_accepted(told_of: list[tuple[Mutant, Report]]) -> None:
    """Whatever has full marks gives the very numbers of the solution."""
    right = results(SOLUTION)
    accepted = [mutant for mutant, report in told_of if report.full_marks]
    assert all(results(mutant.source) == right for mutant in accepted), list(map(str, accepted))
    assert len(accepted) < len(told_of) / 10


def test_the_right_todo_is_named(told_of: list[tuple[Mutant, Report]]) -> None:
    """The first thing to fix belongs to the TODO of the edit, in 95 of 100."""
    wrong = [(mutant, first(report)) for mutant, report in told_of if not report.full_marks]
    elsewhere = [str(mutant) for mutant, finding in wrong if finding.todo != mutant.todo]
    assert len(elsewhere) <= 0.05 * len(wrong), elsewhere


def test_why_it_is_wrong_is_said(told_of: list[tuple[Mutant, Report]]) -> None:
    """Beyond what was seen, in 90 of 100 silent ones of each TODO."""
    wrong = [(mutant, first(report)) for mutant, report in told_of if not report.full_marks]
    for todo in range(1, 8):
        own = [(m, f) for m, f in wrong if m.todo == todo and f.outcome is Outcome.FAILED]
        dumb = [str(mutant) for mutant, finding in own if not (finding.mistake or finding.advice)]
        assert len(dumb) <= 0.1 * len(own), dumb


# ---------------------------------------------------------------- hints, and which lesson it is


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("check", neuron.worth)
def test_no_hint_holds_the_answer(check: str) -> None:
    """Each check has hints, and none of them is a line of the solution."""
    finding = Finding(check, "", "", Outcome.FAILED, 0, 1, todo=neuron.todos[check])
    rungs = climbing.rungs(neuron, finding, "matrix", Worked)
    assert len(rungs) >= (4 if check in neuron.steps else 2)
    answers = [
        squeezed(line.partition("=")[2])
        for block in SOLUTION.split("# TODO ")[1:]
        for line in block.split("\n\n")[0].splitlines()[1:]
    ]
    for rung in rungs:
        for answer in answers:
            assert answer not in squeezed(rung())


def test_a_lesson_is_known_by_its_functions() -> None:
    """Whatever the file is called; and what has none is taken by its name, or for the last."""
    assert graded(SOLUTION, "backprop.py").lesson == "neuron"
    backprop = (exercise.SOLUTION / "backprop.py").read_text("utf-8")
    assert graded(backprop, "neuron.py").full_marks
    assert graded("x = 1\n", "neuron.py").lesson == "neuron"
    assert graded("x = 1\n", "mine.py").lesson == "backprop"
    assert graded(SOLUTION, lesson="backprop").lesson == "backprop"


HELPERS = {
    "one": ["predict"],
    "two": ["predict", "update_weights"],
    "three": ["predict", "update_weights", "train"],
}


@pytest.mark.parametrize("names", HELPERS.values(), ids=HELPERS)
@pytest.mark.parametrize("name", ["backprop_numpy.py", "mine.py"])
def test_a_script_may_have_helpers_by_the_names_of_another_lesson(
    names: list[str], name: str
) -> None:
    """A function to predict with is nobody's alone."""
    script = (exercise.SOLUTION / "backprop_numpy.py").read_text("utf-8")
    helpers = "".join(f"\n\ndef {each}(x, w, W):\n    return x\n" for each in names)
    report = graded(script + helpers, name)
    assert report.lesson == "backprop"
    assert report.full_marks


def test_points_that_are_decided_hold_in_either_lesson(tmp_path: Path) -> None:
    """A part that both lessons have is worth what was said, and the others what they were."""
    from byhand.grader.classroom import settings_file

    path = tmp_path / "grading.toml"
    path.write_text('secret = "s"\n[points]\nupdate = 20\n"weight step" = 10\n', "utf-8")
    found = settings_file.read(path)
    program = submission.of_bytes("neuron.py", SOLUTION.encode())
    report = grading.grade(program, found, LESSONS, best_effort=True, start=start)
    parts: dict[str, float] = {}
    for finding in report.findings:
        parts[finding.part] = parts.get(finding.part, 0.0) + finding.points
    assert parts == pytest.approx({"answer": 20, "weight step": 10, "update": 20, "training": 25})


def test_the_steps_are_those_of_the_functions() -> None:
    """What leads from what a function takes to what it gives is what the lesson says it is."""
    assert list(neuron.forth.formulas) == ["unit_input", "output"]
    assert list(neuron.back.formulas) == ["error", "output_error_term", "del_w"]
    known_ = forward(dict(neuron.inputs(None).passes(3, 2)), neuron.passes)
    assert neuron.back.answer(*(known_[n] for n in neuron.back.takes)) == (known_["del_w"],)


def test_once_it_is_solved_the_next_lesson_is_at_hand(tmp_path: Path) -> None:
    """Without a name the commands go on with backprop.py, until neuron.py is saved again."""
    environment = {**os.environ, "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "home")}

    def told(*command: str) -> str:
        return subprocess.run(
            [sys.executable, "-m", "byhand.grader", *command], cwd=tmp_path, env=environment,
            capture_output=True, text=True, check=False,
        ).stdout  # fmt: skip

    told("start")
    (tmp_path / "neuron.py").write_text(SOLUTION, "utf-8")
    assert told("check").startswith("neuron.py: 100")
    assert told("check").startswith("backprop.py: 0")
    (tmp_path / "neuron.py").write_text(SOLUTION.replace("y - output", "output - y"), "utf-8")
    assert told("check").startswith("neuron.py: 9")
    (tmp_path / "neuron.py").write_text(SOLUTION, "utf-8")
    assert told("check").startswith("neuron.py: 100")
    begun = (tmp_path / "backprop.py").read_text("utf-8") + "# begun\n"
    (tmp_path / "backprop.py").write_text(begun, "utf-8")
    os.utime(tmp_path / "neuron.py", (1, 1))
    assert told("check").startswith("backprop.py: 0")
    os.utime(tmp_path / "backprop.py", (1, 1))
    os.utime(tmp_path / "neuron.py", (2, 2))
    assert told("check").startswith("neuron.py: 100")


def test_a_class_may_mix_the_lessons(tmp_path: Path) -> None:
    """Each file is graded by the lesson that it is of, for as many points; or all by one."""
    other = (exercise.SOLUTION / "backprop.py").read_text("utf-8")
    wrong = SOLUTION.replace("error = y - output", "error = output - y")
    for student, files in {
        "ann": {"backprop.py": other},
        "bob": {"neuron.py": SOLUTION},
        "cay": {"neuron.py": wrong},
        "dan": {"neuron.py": wrong, "backprop.py": other},
    }.items():
        (tmp_path / "class" / student).mkdir(parents=True)
        for name, text in files.items():
            (tmp_path / "class" / student / name).write_text(text, "utf-8")
    (tmp_path / "grading.toml").write_text('secret = "of the tests"\n', "utf-8")

    def points(*more: str) -> dict[tuple[str, str], str]:
        command = ("batch", "class", "--settings", "grading.toml", "--isolation", "best-effort")
        subprocess.run(
            [sys.executable, "-m", "byhand.grader", *command, *more], cwd=tmp_path, check=True,
            capture_output=True,
        )  # fmt: skip
        with (tmp_path / more[-1] / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
            return {(row["student"], row["file"]): row["score"] for row in csv.DictReader(file)}

    mixed, unit = points("--output", "mixed"), points("--lesson", "neuron", "--output", "unit")
    assert mixed == {
        ("ann", "backprop.py"): "100",
        ("bob", "neuron.py"): "100",
        ("cay", "neuron.py"): "92",
        ("dan", "neuron.py"): "92",
        ("dan", "backprop.py"): "100",
    }
    assert [*unit.values()][1:] == ["100", "92", "92"]
    assert [file for _, file in unit] == ["backprop.py", "neuron.py", "neuron.py", "neuron.py"]


def test_a_lesson_can_be_proved() -> None:
    """`grade lesson check` goes through all that makes a lesson coherent, and ends with figures."""
    done = subprocess.run(
        [sys.executable, "-m", "byhand.grader", "lesson", "check", "neuron", "--every", "40"],
        capture_output=True, text=True, check=False, encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    for words in (
        "✓ the solution has full marks",
        "✓ the exercise has nothing started",
        "✓ every check has hints",
        "✓ no advice and no hint holds an answer",
        "✓ every program one edit away is caught, or is right",
    ):
        assert words in done.stdout
    assert "right TODO" in done.stdout
    none = subprocess.run(
        [sys.executable, "-m", "byhand.grader", "lesson", "check", "nowhere"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert none.returncode == 2
    assert "is the folder of no lesson" in " ".join(none.stderr.split())


@pytest.mark.parametrize(
    ("lesson", "check"),
    [(lesson, check) for lesson in LESSONS for check in lesson.caught_alone],
    ids=lambda one: getattr(one, "name", one),
)
def test_a_check_catches_something_alone(lesson: Exercise, check: str) -> None:
    """What no slip in a TODO fails alone has a wrong program that does."""
    source = (exercise.SOLUTION / lesson.file).read_text("utf-8")
    right, wrong = lesson.caught_alone[check]
    assert right in source
    program = submission.of_bytes(lesson.file, source.replace(right, wrong).encode())
    report = grading.grade(program, DECIDED, [lesson], best_effort=True, start=start)
    assert [finding.check for finding in lost(report)] == [check]
