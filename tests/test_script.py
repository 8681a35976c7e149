"""Promises about the NumPy form: a script is graded as it is, by the same checks.

Of the known mistakes one in four is made in a script; with BYHAND_EVERY_CASE=1 all are.
"""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from byhand.grader.command.exercise import EXERCISE, SOLUTION
from byhand.grader.lessons.backprop import backprop

SCRIPTS = Path(__file__).parent / "scripts"
LESSON = (SOLUTION / "backprop_numpy.py").read_text("utf-8")
MATRIX = (SOLUTION / "backprop.py").read_text("utf-8")
UNTOUCHED = (EXERCISE / "backprop_numpy.py").read_text("utf-8")
ORIGINAL = (SCRIPTS / "right" / "the_lessons_original.py").read_text("utf-8")

GRADER = """
import base64, json, sys
from byhand.grader.judging.grading import grade
from byhand.grader.lessons import LESSONS
from byhand.grader.reports.json import as_dict
from byhand.grader.settings import Limits, Settings
from byhand.grader.submission import of_bytes
from byhand.grader.room.zygote import Zygotes

with Zygotes() as zygotes:
    for line in sys.stdin:
        asked = json.loads(line)
        submission = of_bytes(asked["name"], base64.b64decode(asked["content"]))
        settings = Settings("a secret of the tests", limits=Limits(**asked["limits"]))
        start = {"start": zygotes.fork} if asked["warm"] else {}
        more = {"best_effort": True, "form": asked["form"], **start}
        report = grade(submission, settings, LESSONS, **more)
        print(json.dumps({**as_dict(report), "printed": report.printed, "losses": report.losses}))
        sys.stdout.flush()
"""
"""Grades one submission after another, as a batch does: a line of JSON in, a line out.

To be quick about a hundred scripts it has a warm process with NumPy loaded, unless told not to.
"""

STEPS = (
    "hidden_input", "hidden_output", "output", "error", "output_error_term", "hidden_error",
    "hidden_error_term", "del_w_hidden_output", "del_w_input_hidden",
)  # fmt: skip

Report = dict[str, Any]
Grade = Callable[..., Report]


@pytest.fixture(scope="module")
def grade() -> Iterator[Grade]:
    """Grades a script, given as text or bytes, in a process that grades one after another."""
    with subprocess.Popen(
        [sys.executable, "-c", GRADER], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin
        assert process.stdout

        def graded(
            script: str | bytes,
            *,
            name: str = "backprop_numpy.py",
            form: str | None = None,
            warm: bool = True,
            **limits: float,
        ) -> Report:
            content = script.encode() if isinstance(script, str) else script
            asked = {
                "name": name,
                "content": base64.b64encode(content).decode(),
                "form": form,
                "warm": warm,
                "limits": limits,
            }
            process.stdin.write(json.dumps(asked).encode() + b"\n")
            process.stdin.flush()
            report: Report = json.loads(process.stdout.readline())
            return report

        yield graded
        process.stdin.close()


def found(report: Report) -> dict[str, Report]:
    """The findings by the names of their checks."""
    return {finding["check"]: finding for finding in report["findings"]}


def to_fix(report: Report) -> dict[str, str]:
    """What failed or stopped, with the mistake that it is known to be."""
    return {
        check: finding["mistake"]
        for check, finding in found(report).items()
        if finding["outcome"] in ("failed", "stopped")
    }


def with_lines(changes: Mapping[str, str]) -> str:
    """The lesson's script with some of its lines replaced; what is indented stays so."""
    script = LESSON
    for line, other in changes.items():
        pattern = re.compile(rf"^( *){re.escape(line)}$", re.MULTILINE)
        assert len(pattern.findall(script)) == 1, line
        script = pattern.sub(
            lambda at, other=other: at[1] + other.replace("\n", "\n" + at[1]), script
        )
    return script


# ---------------------------------------------------------------- right


@pytest.mark.parametrize("path", sorted((SCRIPTS / "right").iterdir()), ids=lambda path: path.stem)
def test_a_right_script_gets_full_marks(path: Path, grade: Grade) -> None:
    """However a right script is written, it gets full marks."""
    report = grade(path.read_bytes(), name=path.name)
    assert to_fix(report) == {}
    assert (report["outcome"], report["form"]) == ("graded", "numpy")
    assert report["score"] == report["max_score"] == 100


def test_a_copy_that_is_trained_is_to_be_put_back(grade: Grade) -> None:
    """Weights that were trained in a copy count as what is read after the training."""
    right = (SCRIPTS / "right" / "trained_in_a_copy.py").read_text("utf-8")
    put_back = "weights_hidden_output = V[:, 0]\n"
    assert put_back in right
    assert grade(right.replace(put_back, ""))["score"] < 100
    tested = right.replace(put_back, "").replace("(hidden, weights_hidden_output)", "(hidden, V)")
    assert grade(tested.replace("> 0.5", "[:, 0] > 0.5"))["score"] == 100


def test_the_solution_gets_full_marks(grade: Grade) -> None:
    """The script that the exercise is derived from is right, in a room of its own as well."""
    assert grade(LESSON)["score"] == 100
    assert grade(LESSON, warm=False)["score"] == 100


def test_the_checks_are_those_of_the_other_form(grade: Grade) -> None:
    """Both forms have the same checks with the same promises, but for what a script cannot show."""
    matrix = grade(MATRIX, name="backprop.py")
    assert matrix["form"] == "matrix"
    script, functions = (
        {f["check"]: (f["part"], f["promise"]) for f in report["findings"]}
        for report in (grade(LESSON), matrix)
    )
    assert functions.keys() - script.keys() == {"keeps_old_weights", "reported_losses"}
    assert script.items() < functions.items()


def test_what_is_left_out_is_worth_more_elsewhere(grade: Grade) -> None:
    """What a script hands nothing back for earns nothing; each part is worth as much as before."""
    worth: dict[str, dict[str, float]] = {}
    for form, report in (("numpy", grade(LESSON)), ("matrix", grade(MATRIX, name="backprop.py"))):
        for finding in report["findings"]:
            parts = worth.setdefault(form, {})
            parts[finding["part"]] = parts.get(finding["part"], 0.0) + finding["max_points"]
    assert worth["numpy"] == worth["matrix"]
    assert sum(worth["numpy"].values()) == 100


def test_the_grader_decides_how_long_it_trains(grade: Grade) -> None:
    """A script that asks for a thousand million epochs is graded like any other."""
    assert grade(LESSON.replace("epochs = 900", "epochs = 10**9"))["score"] == 100


def test_prints_are_let_through_up_to_a_point(grade: Grade) -> None:
    """What a script prints at every record does not stop it, and the first of it is kept."""
    report = grade((SCRIPTS / "right" / "while_loop_and_prints.py").read_text("utf-8"))
    assert report["printed"].startswith("hidden [")
    assert len(report["printed"]) <= 20_000


def test_the_losses_are_true_ones(grade: Grade) -> None:
    """The losses of the long training are worked out from the weights, and they fall."""
    losses = grade(ORIGINAL)["losses"]
    assert len(losses) >= 100
    assert losses[-1] < losses[len(losses) // 2] < losses[0]


def test_the_same_script_gets_the_same_report(grade: Grade) -> None:
    """Graded twice, a script gets the same report, but for the time it took."""
    wrong = with_lines({"error = y - output": "error = np.random.rand() * (y - output)"})
    one, other = ({**grade(wrong), "cpu_seconds": 0} for _ in range(2))
    assert one == other
    assert one["score"] < 100


def test_whole_trainings_of_both_forms_come_to_the_same() -> None:
    """From the same weights, the script's last loss is that of the matrix form."""
    program = """
import json, runpy, sys
script = runpy.run_path("backprop_numpy.py", run_name="__main__")
import numpy as np
from backprop import Matrix, train
np.random.seed(21)
w = np.random.normal(scale=6**-0.5, size=(6, 2))
W = np.random.normal(scale=6**-0.5, size=2)
x, y = Matrix(script["features"].values), Matrix([[t] for t in script["targets"]])
_, _, losses = train(x, y, Matrix(w), Matrix([[v] for v in W]), 900, 0.005)
print(json.dumps([float(script["last_loss"]), losses[-1]]))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=SOLUTION, capture_output=True, text=True, check=True
    )
    *printed, last = done.stdout.splitlines()
    script, matrix = json.loads(last)
    assert script == pytest.approx(matrix, abs=1e-9)
    assert sum("training loss" in line for line in printed) == 10
    assert 'always answering "no"          0.750' in printed


# ---------------------------------------------------------------- wrong

HI = "hidden_input = np.dot(x, weights_input_hidden)"
HO = "hidden_output = sigmoid(hidden_input)"
O = "output = sigmoid(np.dot(hidden_output, weights_hidden_output))"  # noqa: E741
E = "error = y - output"
OT = "output_error_term = error * output * (1 - output)"
HE = "hidden_error = output_error_term * weights_hidden_output"
HT = "hidden_error_term = hidden_error * hidden_output * (1 - hidden_output)"
DO = "del_w_hidden_output += output_error_term * hidden_output"
DI = "del_w_input_hidden += hidden_error_term * x[:, None]"
UI = "weights_input_hidden += learnrate * del_w_input_hidden / n_records"
UO = "weights_hidden_output += learnrate * del_w_hidden_output / n_records"
ZI = "del_w_input_hidden = np.zeros(weights_input_hidden.shape)"
ZO = "del_w_hidden_output = np.zeros(weights_hidden_output.shape)"
EPOCHS = "for e in range(epochs):"
RECORDS = "for x, y in zip(features.values, targets):"
DRAWN = (
    "weights_input_hidden = np.random.normal(scale=0.4, size=(n_features, n_hidden))\n"
    "weights_hidden_output = np.random.normal(scale=0.4, size=n_hidden)\n"
)


def both(update: str) -> dict[str, str]:
    """Both layers' update, written for W and its step D."""
    return {
        UI: update.replace("W", "weights_input_hidden").replace("D", "del_w_input_hidden"),
        UO: update.replace("W", "weights_hidden_output").replace("D", "del_w_hidden_output"),
    }


WRONG: list[tuple[str, dict[str, str]]] = [
    # the forward pass
    ("hidden_input_from_zero_weights", {HI: "hidden_input = np.dot(x, del_w_input_hidden)"}),
    (
        "hidden_input_without_last_feature",
        {HI: "hidden_input = x[:-1] @ weights_input_hidden[:-1]"},
    ),
    ("hidden_output_not_squashed", {HO: "hidden_output = hidden_input"}),
    ("hidden_output_squashed_twice", {HO: "hidden_output = sigmoid(sigmoid(hidden_input))"}),
    ("hidden_output_turned_around", {HO: "hidden_output = 1 / (1 + np.exp(hidden_input))"}),
    ("hidden_output_by_tanh", {HO: "hidden_output = np.tanh(hidden_input)"}),
    ("output_not_squashed", {O: "output = hidden_output @ weights_hidden_output"}),
    (
        "output_squashed_twice",
        {O: "output = sigmoid(sigmoid(hidden_output @ weights_hidden_output))"},
    ),
    ("output_by_threshold", {O: "output = float(hidden_output @ weights_hidden_output > 0)"}),
    (
        "output_without_last_unit",
        {O: "output = sigmoid(hidden_output[0] * weights_hidden_output[0])"},
    ),
    ("output_not_summed", {O: "output = sigmoid(hidden_output * weights_hidden_output)"}),
    # the error and its terms
    ("error_turned_around", {E: "error = output - y"}),
    ("error_squared", {E: "error = (y - output) ** 2"}),
    ("error_is_half_the_square", {E: "error = 0.5 * (y - output) ** 2"}),
    ("error_without_sign", {E: "error = abs(y - output)"}),
    ("error_doubled", {E: "error = 2 * (y - output)"}),
    ("output_without_slope", {OT: "output_error_term = error"}),
    (
        "output_error_term_slope_at_output",
        {OT: "output_error_term = error * sigmoid(output) * (1 - sigmoid(output))"},
    ),
    (
        "output_error_term_slope_from_input",
        {OT: "z = hidden_output @ weights_hidden_output\noutput_error_term = error * z * (1 - z)"},
    ),
    ("output_error_term_times_output", {OT: "output_error_term = error * output"}),
    ("output_error_term_times_rest", {OT: "output_error_term = error * (1 - output)"}),
    ("output_error_term_without_error", {OT: "output_error_term = output * (1 - output)"}),
    (
        "output_error_term_slope_twice",
        {OT: "output_error_term = error * (output * (1 - output)) ** 2"},
    ),
    ("output_error_term_turned_around", {OT: OT.replace("= error", "= -error")}),
    (
        "output_error_term_without_parentheses",
        {OT: "output_error_term = error * output * 1 - output"},
    ),
    ("hidden_error_from_error", {HE: "hidden_error = error * weights_hidden_output"}),
    ("hidden_error_is_output_error_term", {HE: "hidden_error = output_error_term"}),
    ("hidden_error_without_weights", {HE: "hidden_error = output_error_term * np.ones(n_hidden)"}),
    (
        "hidden_error_from_updated_weights",
        {
            HE: "step = learnrate * output_error_term * hidden_output / n_records\n"
            "hidden_error = output_error_term * (weights_hidden_output + step)"
        },
    ),
    (
        "hidden_error_from_input_weights",
        {HE: "hidden_error = output_error_term * weights_input_hidden"},
    ),
    (
        "hidden_error_summed_over_units",
        {HE: "hidden_error = np.sum(output_error_term * weights_hidden_output)"},
    ),
    (
        "hidden_error_turned_around",
        {HE: "hidden_error = -output_error_term * weights_hidden_output"},
    ),
    ("hidden_without_slope", {HT: "hidden_error_term = hidden_error"}),
    (
        "hidden_error_term_slope_at_hidden_output",
        {
            HT: "again = sigmoid(hidden_output)\n"
            "hidden_error_term = hidden_error * again * (1 - again)"
        },
    ),
    (
        "hidden_error_term_times_hidden_output",
        {HT: "hidden_error_term = hidden_error * hidden_output"},
    ),
    (
        "hidden_error_term_times_rest",
        {HT: "hidden_error_term = hidden_error * (1 - hidden_output)"},
    ),
    (
        "hidden_error_term_slope_of_output",
        {HT: "hidden_error_term = hidden_error * output * (1 - output)"},
    ),
    (
        "hidden_error_term_without_hidden_error",
        {HT: "hidden_error_term = hidden_output * (1 - hidden_output)"},
    ),
    (
        "hidden_error_term_slope_twice",
        {HT: "hidden_error_term = hidden_error * (hidden_output * (1 - hidden_output)) ** 2"},
    ),
    (
        "hidden_error_term_without_parentheses",
        {HT: "hidden_error_term = hidden_error * hidden_output * 1 - hidden_output"},
    ),
    (
        "hidden_error_term_by_matrix_product",
        {HT: "hidden_error_term = np.dot(hidden_error, hidden_output * (1 - hidden_output))"},
    ),
    (
        "hidden_error_term_from_output_error_term",
        {HT: "hidden_error_term = output_error_term * hidden_output * (1 - hidden_output)"},
    ),
    (
        "hidden_error_term_from_error",
        {HT: "hidden_error_term = error * hidden_output * (1 - hidden_output)"},
    ),
    # both layers' steps
    ("output_step_from_error", {DO: "del_w_hidden_output += error * hidden_output"}),
    (
        "output_step_from_hidden_error_term",
        {DO: "del_w_hidden_output += hidden_error_term * hidden_output"},
    ),
    (
        "output_step_from_hidden_input",
        {DO: "del_w_hidden_output += output_error_term * hidden_input"},
    ),
    ("output_step_without_hidden_output", {DO: "del_w_hidden_output += output_error_term"}),
    ("output_step_turned_around", {DO: DO.replace("+=", "-=")}),
    (
        "output_step_from_weights",
        {DO: "del_w_hidden_output += output_error_term * weights_hidden_output"},
    ),
    ("input_step_from_hidden_error", {DI: "del_w_input_hidden += hidden_error * x[:, None]"}),
    (
        "input_step_from_output_error_term",
        {DI: "del_w_input_hidden += output_error_term * x[:, None]"},
    ),
    (
        "input_step_from_hidden_output",
        {DI: "del_w_input_hidden += hidden_error_term * hidden_output"},
    ),
    ("input_step_without_inputs", {DI: "del_w_input_hidden += hidden_error_term"}),
    ("input_step_turned_around", {DI: DI.replace("+=", "-=")}),
    (
        "input_step_in_other_cells",
        {DI: "del_w_input_hidden += np.outer(hidden_error_term, x).reshape(n_features, n_hidden)"},
    ),
    (
        "input_step_with_one_row_for_all",
        {DI: "del_w_input_hidden += (hidden_error_term * x[:, None]).sum(axis=0)"},
    ),
    # the update
    ("update_without_average", both("W += learnrate * D")),
    ("update_averaged_twice", both("W += learnrate * D / n_records / n_records")),
    ("update_without_learnrate", both("W += D / n_records")),
    ("update_in_the_other_direction", both("W -= learnrate * D / n_records")),
    ("update_replaces_weights", both("W = learnrate * D / n_records")),
    ("update_times_records", both("W += learnrate * D * n_records")),
    ("update_changes_nothing", both("new_W = W + learnrate * D / n_records")),
    (
        "update_grows_into_a_table",
        {
            ZO: "del_w_hidden_output = np.zeros((n_hidden, 1))",
            DO: "del_w_hidden_output += output_error_term * hidden_output[:, None]",
            UO: "step = learnrate * del_w_hidden_output / n_records\n"
            "weights_hidden_output = weights_hidden_output + step",
        },
    ),
    # the training loop
    ("only_last_batch_counts_for_output_weights", {DO: DO.replace("+=", "=")}),
    ("only_last_batch_counts_for_input_weights", {DI: DI.replace("+=", "=")}),
    ("only_last_batch_counts", {DO: "pass", DI: "pass", UI: f"{DO}\n{DI}\n{UI}"}),
    ("last_record_skipped", {RECORDS: "for x, y in zip(features.values[:-1], targets[:-1]):"}),
    ("first_record_skipped", {RECORDS: "for x, y in zip(features.values[1:], targets[1:]):"}),
    (
        "only_records_one_to_ten_count",
        {RECORDS: "for x, y in zip(features.values[1:10], targets[1:10]):"},
    ),
    ("sums_never_zeroed", {ZI: "pass", ZO: "pass", EPOCHS: f"{ZI}\n{ZO}\n{EPOCHS}"}),
    ("only_one_epoch_counts", {ZI: f"{DRAWN}{ZI}"}),
    (
        "only_one_epoch_counts",
        {EPOCHS: f"pairs = zip(features.values, targets)\n{EPOCHS}", RECORDS: "for x, y in pairs:"},
    ),
    ("updated_with_the_running_sum", {UI: "pass", UO: "pass", DI: f"{DI}\n{UI}\n{UO}"}),
    (
        "updated_after_each_batch_by_its_average",
        {
            DO: "weights_hidden_output += learnrate * output_error_term * hidden_output",
            DI: "weights_input_hidden += learnrate * hidden_error_term * x[:, None]",
            UI: "pass",
            UO: "pass",
        },
    ),
    ("output_weights_updated_with_the_running_sum", {UO: "pass", DI: f"{DI}\n{UO}"}),
    ("input_weights_not_updated", {UI: "pass"}),
    ("output_weights_not_updated", {UO: "pass"}),
    ("output_weights_not_averaged", {UO: UO.replace(" / n_records", "")}),
    ("input_weights_not_averaged", {UI: UI.replace(" / n_records", "")}),
    ("output_weights_without_learnrate", {UO: UO.replace("learnrate * ", "")}),
    ("input_weights_without_learnrate", {UI: UI.replace("learnrate * ", "")}),
    ("one_epoch_too_few", {EPOCHS: "for e in range(epochs - 1):"}),
    ("one_epoch_too_few", {EPOCHS: "for e in range(1, epochs):"}),
    ("one_epoch_too_many", {EPOCHS: "for e in range(epochs + 1):"}),
]
"""Scripts with one mistake each, by the name that the mistake has in the matrix form."""

SOME_WRONG = WRONG if "BYHAND_EVERY_CASE" in os.environ else WRONG[::4]


@pytest.mark.parametrize(
    ("mistake", "changes"), SOME_WRONG, ids=[mistake for mistake, _ in SOME_WRONG]
)
def test_a_mistake_is_named_as_in_the_matrix_form(
    mistake: str, changes: dict[str, str], grade: Grade
) -> None:
    """One mistake fails one check, and is called what it is called in functions of matrices."""
    known = backprop.mistakes.get(mistake)
    assert known is not None
    assert to_fix(grade(with_lines(changes))) == {known.check: mistake}


OWN_NAMES = {
    "hidden_input": "h",
    "hidden_output": "a",
    "output": "o",
    "error": "off",
    "output_error_term": "delta_o",
    "hidden_error": "share",
    "hidden_error_term": "delta_h",
    "del_w_hidden_output": "step_o",
    "del_w_input_hidden": "step_h",
}


@pytest.mark.parametrize(
    ("mistake", "changes"),
    [
        ("output_not_squashed", {O: "output = hidden_output @ weights_hidden_output"}),
        ("output_without_slope", {OT: "output_error_term = error"}),
        ("input_step_without_inputs", {DI: "del_w_input_hidden += hidden_error_term"}),
        ("update_without_average", both("W += learnrate * D")),
        ("update_without_learnrate", both("W += D / n_records")),
        ("sums_never_zeroed", {ZI: "pass", ZO: "pass", EPOCHS: f"{ZI}\n{ZO}\n{EPOCHS}"}),
        ("first_record_skipped", {RECORDS: "for x, y in zip(features.values[1:], targets[1:]):"}),
        ("one_epoch_too_many", {EPOCHS: "for e in range(epochs + 1):"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_mistake_is_named_without_the_lessons_names(
    mistake: str, changes: dict[str, str], grade: Grade
) -> None:
    """Where a script has names of its own, its weights tell what is wrong."""
    pattern = re.compile(rf"\b({'|'.join(OWN_NAMES)})\b")
    script = pattern.sub(lambda at: OWN_NAMES[at[1]], with_lines(changes))
    known = backprop.mistakes.get(mistake)
    assert known is not None
    assert to_fix(grade(script)) == {known.check: mistake}


@pytest.mark.parametrize(
    "convention",
    [
        {E: "error = output - y", **both("W -= learnrate * D / n_records")},
        {
            DO: DO.replace("+= ", "+= learnrate * "),
            DI: DI.replace("+= ", "+= learnrate * "),
            **both("W += D / n_records"),
        },
    ],
    ids=["error turned and subtracted", "learnrate in the sums"],
)
@pytest.mark.parametrize(
    ("mistake", "slip"),
    [
        ("output_without_slope", {OT: "output_error_term = error"}),
        ("hidden_without_slope", {HT: "hidden_error_term = hidden_error"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_way_of_ones_own_is_not_charged_with_a_mistake(
    convention: dict[str, str], mistake: str, slip: dict[str, str], grade: Grade
) -> None:
    """What is right in another way than the lesson's stays right beside a mistake."""
    known = backprop.mistakes.get(mistake)
    assert known is not None
    assert to_fix(grade(with_lines({**convention, **slip}))) == {known.check: mistake}


def test_the_learnrate_twice_is_told_where_it_enters_early(grade: Grade) -> None:
    """With the learnrate in the sums and in the update, the sums are named, both of them."""
    changes = {DO: DO.replace("+= ", "+= learnrate * "), DI: DI.replace("+= ", "+= learnrate * ")}
    assert to_fix(grade(with_lines(changes))) == {
        "del_w_hidden_output": "output_step_times_learnrate",
        "del_w_input_hidden": "input_step_times_learnrate",
    }


@pytest.mark.parametrize("line", [HI, O, OT, HT, DO, DI], ids=lambda line: line.split()[0])
def test_a_step_that_is_off_by_a_ten_thousandth_fails(line: str, grade: Grade) -> None:
    """In double precision no step passes that is scaled by 1.0001."""
    name, operator, value = line.split(" ", 2)
    report = grade(with_lines({line: f"{name} {operator} 1.0001 * ({value})"}))
    assert name in to_fix(report)


UNSEEN: Mapping[str, tuple[dict[str, str], dict[str, str]]] = {
    "a bias of one": ({HI: f"{HI} + 1"}, {"hidden_input": "1 more than it should be"}),
    "softmax": (
        {HO: "hidden_output = np.exp(hidden_input) / np.exp(hidden_input).sum()"},
        {"hidden_output": ""},
    ),
    "a rounded output": (
        {O: f"{O.replace('= ', '= np.round(')}, 2)"},
        {"output": "right but rounded"},
    ),
    "logistic regression's loss": (
        {E: "error = -(y * np.log(output) + (1 - y) * np.log(1 - output))"},
        {"error": ""},
    ),
    "the error cubed": ({E: "error = (y - output) ** 3"}, {"error": "multiplied by error²"}),
    "a two and half a slope": (
        {OT: "output_error_term = 2 * error * output"},
        {"output_error_term": "multiplied by 2 and without a factor that belongs there"},
    ),
    "weights without a sign": (
        {HE: "hidden_error = output_error_term * abs(weights_hidden_output)"},
        {"hidden_error": "what is left of weights_hidden_output is its size"},
    ),
    "a mean slope": (
        {HT: "hidden_error_term = hidden_error * 0.25"},
        {"hidden_error_term": "something that is always 0.25"},
    ),
    "what the unit lacks of one": (
        {DO: "del_w_hidden_output += output_error_term * (1 - hidden_output)"},
        {"del_w_hidden_output": "multiplied by (1 − a) and without a factor that belongs there"},
    ),
    "units added up": (
        {DI: "del_w_input_hidden += hidden_error_term.sum() * x[:, None]"},
        {"del_w_input_hidden": "hidden_error_term has been added up into one number"},
    ),
    "one record less": (
        both("W += learnrate * D / (n_records - 1)"),
        {"update_weights": "left out"},
    ),
    "every other record": (
        {RECORDS: "for x, y in list(zip(features.values, targets))[::2]:"},
        {"summed_over_records": "every second record"},
    ),
    "sums that fade": (
        {ZI: f"{ZI} + (0.9 * del_w_input_hidden if e else 0)"},
        {"zeroed_each_epoch": "In the file that the lesson hands out"},
    ),
    "a learnrate that fades": (
        {UO: f"{UO}\nlearnrate *= 0.99"},
        {"every_epoch": "the learnrate"},
    ),
    "two in different steps": (
        {
            OT: "output_error_term = error * output ** 2",
            HT: "hidden_error_term = hidden_error * hidden_output ** 2",
        },
        {
            "output_error_term": "has no effect on it",
            "hidden_error_term": "has no effect on it",
        },
    ),
}
"""Scripts with mistakes that have no name, and the checks that they lose, with words of advice."""


@pytest.mark.parametrize("name", UNSEEN)
def test_a_mistake_without_a_name_is_charged_where_it_is(name: str, grade: Grade) -> None:
    """The steps that are wrong lose their points and no others, and nothing untrue is said."""
    changes, loses = UNSEEN[name]
    report = grade(with_lines(changes))
    lost = {check: f for check, f in found(report).items() if f["points"] < f["max_points"]}
    assert lost.keys() == loses.keys()
    for check, words in loses.items():
        assert lost[check]["mistake"] == ""
        assert words in lost[check]["advice"]
        assert words or not lost[check]["advice"]
        assert re.search(r"expected .* got|times what follows", lost[check]["saw"])


def test_a_mistake_in_a_step_and_one_in_the_loop_are_both_named(grade: Grade) -> None:
    """Where one epoch comes to nothing, the steps are seen in two."""
    changes = {OT: "output_error_term = error", EPOCHS: "for e in range(1, epochs):"}
    assert to_fix(grade(with_lines(changes))) == {
        "output_error_term": "output_without_slope",
        "every_epoch": "one_epoch_too_few",
    }


# ---------------------------------------------------------------- not there yet, stopped, another


def test_an_untouched_exercise_is_not_started(grade: Grade) -> None:
    """Every TODO of the exercise as it is given is not started, and gets no points."""
    report = grade(UNTOUCHED)
    outcomes = {finding["outcome"] for finding in report["findings"]}
    todo = [*STEPS, "update_weights", "summed_over_records", "both_layers_updated"]
    assert [found(report)[check]["outcome"] for check in todo] == ["not_started"] * len(todo)
    assert (report["score"], report["outcome"]) == (0, "graded")
    assert outcomes == {"not_started", "waiting"}


def test_the_originals_placeholders_are_not_started(grade: Grade) -> None:
    """None, and nothing to add, are the placeholders of the original exercise."""
    before, after = ORIGINAL.split("    # Printing")
    before = re.sub(r"^( {8}\w+ =) .*$", r"\1 None", before, flags=re.MULTILINE)
    before = re.sub(r"^( +\w+ \+=) .*$", r"\1 0", before, flags=re.MULTILINE)
    script = f"{before}    # Printing{after}"
    report = grade(script)
    assert [found(report)[step]["outcome"] for step in STEPS] == ["not_started"] * len(STEPS)
    assert found(report)["update_weights"]["outcome"] == "not_started"
    assert report["score"] == 0


def test_what_is_done_counts(grade: Grade) -> None:
    """With the forward pass written, its points are given, and the next TODO is not started."""
    script = UNTOUCHED
    for line in (HI, HO, O):
        script = script.replace(f"{line.split(' = ')[0]} = ...", line, 1)
    report = grade(script)
    assert report["score"] == 20
    assert found(report)["error"]["outcome"] == "not_started"


@pytest.mark.parametrize(
    ("line", "other", "words"),
    [
        (OT, "output_error_term = eror * output", "NameError"),
        (HE, "hidden_error = np.dot(output_error_term * weights_hidden_output)", "TypeError"),
        (DI, "del_w_input_hidden += hidden_error_term * x", "ValueError"),
        (DO, "del_w_hidden_output += hidden_error_term * x[:, None]", "ValueError"),
        (HI, "hidden_input = np.dot(list(features), weights_input_hidden)", "Error"),
    ],
    ids=["unknown name", "one argument", "shapes", "swapped", "column names"],
)
def test_a_crash_is_told_at_the_step_where_it_happens(
    line: str, other: str, words: str, grade: Grade
) -> None:
    """A script that crashes in its training is stopped at that step, with the line of its file."""
    script = with_lines({line: other})
    report = grade(script)
    check = line.split(maxsplit=1)[0]
    number = script.splitlines().index(" " * 8 + other) + 1
    assert (to_fix(report), report["outcome"]) == ({check: ""}, "graded")
    assert f"line {number}: " in found(report)[check]["saw"]
    assert words in found(report)[check]["saw"]


def test_a_table_of_whole_numbers_takes_no_fractions(grade: Grade) -> None:
    """It is the line that makes it which is told, and what it was as it was given."""
    of_integers = f"{ZO.removesuffix(')')}, dtype=int)"
    told = found(grade(with_lines({ZO: of_integers})))["zeroed_each_epoch"]
    assert told["source"] == of_integers
    assert ZO in told["advice"]


def test_a_table_of_whole_numbers_of_ones_own_takes_no_fractions(grade: Grade) -> None:
    """NumPy says so in words of its own, of which nobody reads that a number is meant."""
    own = LESSON.replace("del_w_hidden_output", "change").replace(
        "change = np.zeros(weights_hidden_output.shape)", "change = np.zeros(n_hidden, dtype=int)"
    )
    advice = found(grade(own))["del_w_hidden_output"]["advice"]
    assert "Which line makes that table" in advice
    assert "text" not in advice


def test_a_crash_before_the_training_that_nothing_mends_stops_all(grade: Grade) -> None:
    """A script that does not get as far as its training is stopped, and told in which line."""
    report = grade(LESSON.replace("np.random.seed(21)", 5 * "raise ValueError\n"))
    first = report["findings"][0]
    assert (report["outcome"], report["score"]) == ("stopped", 0)
    line = LESSON.splitlines().index("np.random.seed(21)") + 1
    assert f"before its training began, line {line}" in first["saw"]


def test_a_crash_before_the_training_that_nothing_needs_costs_one_check(grade: Grade) -> None:
    """What raises is left out, and told."""
    report = grade(LESSON.replace("np.random.seed(21)", "raise ValueError"))
    [lost] = [f for f in report["findings"] if f["points"] < f["max_points"]]
    assert (lost["check"], lost["outcome"]) == ("every_epoch", "stopped")
    assert lost["source"] == "raise ValueError"


def test_a_script_that_ends_the_process_is_stopped(grade: Grade) -> None:
    """A script that pulls the plug gets no points, and the grader goes on."""
    report = grade(with_lines({HI: "import os; os._exit(0)"}))
    assert found(report)["hidden_input"]["outcome"] == "stopped"
    assert grade(LESSON)["score"] == 100


@pytest.mark.parametrize(
    "lie",
    [
        "__training__.n_hidden = 10**6",
        "__training__.weights = [[[1e999]], 'weights']",
        "__training__.weights = [[[[[0]]]], {}]; __training__.names = {'error': [[], [1]]}",
        "__training__.course = [None, 1, [[]]]",
    ],
)
def test_a_script_that_lies_about_its_training_gets_nothing_for_it(lie: str, grade: Grade) -> None:
    """Whatever a script does to what watches it, it is no fault of the grader's, nor right."""
    script = LESSON.replace(EPOCHS, f"try:\n  {EPOCHS}")
    head, _, loop = script.partition("try:\n")
    loop = loop.replace("\n", "\n  ")
    shut = "__training__.close = lambda: None"
    report = grade(f"{head}try:\n{loop}\nexcept BaseException:\n  {shut}; {lie}\n")
    assert report["outcome"] in ("unreadable", "stopped", "graded")
    assert (report["score"] or 0.0) < 100
    assert "our_fault" not in {finding["outcome"] for finding in report["findings"]}


def test_a_script_that_never_ends_is_stopped(grade: Grade) -> None:
    """A script that is still running after its time is stopped, where it stood too long."""
    report = grade(with_lines({HI: "while True: pass"}), training_seconds=1.0, total_seconds=3.0)
    assert "still running" in found(report)["hidden_input"]["saw"]
    report = grade(
        "while True: pass\n" + LESSON[LESSON.index("import numpy") :], training_seconds=1.0
    )
    assert report["outcome"] == "stopped"
    first = report["findings"][0]
    assert first["saw"].startswith("before its training began, line 1: it was still running")
    assert (first["line"], first["source"]) == (1, "while True: pass")


OVER_RECORDS = "for x, y in zip(features.values, targets):"
IN_VAIN = {
    "the_records": (
        (OVER_RECORDS, "i = 0\n    while i < len(targets):\n"
                       "        x, y = features.values[i], targets.values[i]"),
        ("    # TODO 10", "    i += 1\n    # TODO 10"),
    ),
    "the_epochs": (
        ("for e in range(epochs):", "e = 0\nwhile e < epochs:"),
        ("error = y - output", "e = error = y - output"),
        ("    # TODO 10", "    e += 1\n    # TODO 10"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("counted", "check", "head"),
    [
        ("the_records", "summed_over_records", "while i < len(targets):"),
        ("the_epochs", "every_epoch", "while e < epochs:"),
    ],
)
def test_an_epoch_that_never_ends_costs_its_check_and_is_told_at_its_loop(
    counted: str, check: str, head: str, grade: Grade
) -> None:
    """The counter of the records is added to behind the loop; or that of the epochs is lost."""
    source = LESSON
    for old, new in IN_VAIN[counted]:
        assert old in source
        source = source.replace(old, new)
    report = grade(source)
    [finding] = [f for f in report["findings"] if f["points"] < f["max_points"]]
    assert (finding["check"], finding["outcome"]) == (check, "stopped")
    assert finding["source"] == head


@pytest.mark.parametrize("path", sorted((SCRIPTS / "other").iterdir()), ids=lambda path: path.stem)
def test_another_program_is_said_to_be_one(path: Path, grade: Grade) -> None:
    """What is not this exercise is not marked at random: it is told what it lacks."""
    report = grade(path.read_bytes(), name=path.name)
    first = report["findings"][0]
    assert (report["outcome"], report["form"], report["score"]) == ("unreadable", "numpy", None)
    assert first["saw"].startswith("this is not the lesson's script: ")
    assert "data_prep" in first["advice"]


def test_print_of_python_2_gets_a_clear_word(grade: Grade) -> None:
    """A script for Python 2 cannot be read, and is told why in so many words."""
    report = grade(ORIGINAL.replace('print("Train loss: ", loss)', 'print "Train loss: ", loss'))
    assert (report["outcome"], report["form"], report["score"]) == ("stopped", "numpy", 0)
    assert "print is a function since Python 3" in report["findings"][0]["advice"]


def test_the_form_can_be_said(grade: Grade) -> None:
    """The form is told from the file, unless somebody says it."""
    assert grade(LESSON, form="matrix")["form"] == "matrix"
    assert grade(LESSON, form="matrix")["score"] == 0
    assert (
        grade(LESSON.replace("import numpy as np", "np = __import__('numpy')"), form="numpy")[
            "score"
        ]
        == 100
    )


def test_a_script_with_functions_of_the_lessons_names_is_a_script(grade: Grade) -> None:
    """A forward_pass of its own does not make a script one of functions."""
    forward = (
        "def forward_pass(x, w, W):\n"
        "    hidden_output = sigmoid(np.dot(x, w))\n"
        "    return hidden_output, sigmoid(np.dot(hidden_output, W))\n\n\n"
    )
    script = with_lines(
        {
            HO: "pass",
            O: "hidden_output, output = forward_pass(\n"
            "    x, weights_input_hidden, weights_hidden_output)",
        }
    )
    report = grade(script.replace("def answers", forward + "def answers"))
    assert (report["form"], report["score"]) == ("numpy", 100)


def test_a_script_finds_numpy_and_pandas_and_nothing_else(grade: Grade) -> None:
    """Of what is installed beside the grader a script can import what it needs, and no more."""
    assert grade("import pandas, dateutil\n" + ORIGINAL)["score"] == 100
    for module in ("byhand", "pytest", "click"):
        assert grade(f"import {module}\n" + ORIGINAL)["score"] == 100  # nothing needs it
        report = grade(
            f"import {module}\n{module}.main()\n{ORIGINAL}", warm=False, total_seconds=300
        )
        [lost] = [f for f in report["findings"] if f["points"] < f["max_points"]]
        assert (lost["check"], lost["outcome"]) == ("every_epoch", "stopped")
        assert "ModuleNotFoundError" in lost["saw"]


def test_what_is_printed_of_a_module_that_is_not_there_costs_nothing(grade: Grade) -> None:
    """Nothing is worked out with a colour; with anything else it is said where it is used."""
    coloured = ORIGINAL.replace("print(", "print(Colour.white, Colour.bold + 'so:', ")
    assert coloured != ORIGINAL
    assert grade(f"from colours import Colour\n{coloured}")["score"] == 100
    used = ORIGINAL.replace("hidden_input = ", "hidden_input = Colour.one * ")
    report = grade(f"from colours import Colour\n{used}")
    [lost] = [f for f in report["findings"] if f["points"] < f["max_points"]]
    assert (lost["check"], lost["outcome"]) == ("hidden_input", "stopped")
    assert "Colour.one" in lost["source"]
