"""Promises about the catalogue of mistakes and the hints: what they say, and that they differ."""

import ast
import inspect
import random
import re
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from byhand.grader.judging import crashes, diagnosis, factors, resemblances, shapes, two_mistakes
from byhand.grader.judging.trace import distance
from byhand.grader.lesson import compute, forward
from byhand.grader.lessons.backprop import backprop, steps
from byhand.grader.lessons.descent import epochs, training
from byhand.grader.lessons.descent.training import Run, kind_of
from byhand.solution.matrix import Matrix

MISTAKES = tuple(backprop.mistakes.values())
HINTS = backprop.hints_in["matrix"]

SOLUTION = Path(inspect.getfile(Matrix)).parent
LESSON = (SOLUTION / "backprop.py").read_text(encoding="utf-8")
SCRIPT = (SOLUTION / "backprop_numpy.py").read_text(encoding="utf-8")

STEPS = {**steps.FORWARD, **steps.BACKWARD, **steps.UPDATE}
TRAINING = (
    "summed_over_records",
    "zeroed_each_epoch",
    "updated_once_per_epoch",
    "both_layers_updated",
    "every_epoch",
)
NOT_BY_NUMBERS = (
    "reported_losses",
    "loss_falls",
    "weight_shapes",
    "final_accuracy",
    "gradient",
    "keeps_old_weights",
)

APART = 1e-3
"""How far two wrong values have to differ, relative to the larger, to be told apart."""

FORMULAS = (
    "x w",
    "f(h)",
    "f(a W)",
    "y − ŷ",
    "(y − ŷ) ŷ (1 − ŷ)",
    "δᵒ Wᵀ",
    "(δᵒ Wᵀ) a (1 − a)",
    "aᵀ δᵒ",
    "xᵀ δʰ",
    "w + η Δw / m",
)
"""The lesson's answers in its own notation, as its legend has them."""

UNKIND = re.compile(
    r"\b(just|simply|simple|obviously|obvious|clearly|easy|easily|trivial|wrong|wrongly|bad|badly"
    r"|mistake|mistaken|forgot|forgotten|careless|sorry|oops|of course|your code)\b",
    re.IGNORECASE,
)


def drawn(seed, n_records, n_hidden, n_features=6):
    """Every value of the lesson, right, on random records and weights."""
    rng = random.Random(seed)
    return forward(
        {
            "x": Matrix.random(n_records, n_features, 1.0, rng),
            "y": Matrix([kind_of(seed + i)] for i in range(n_records)),
            "weights_input_hidden": Matrix.random(n_features, n_hidden, 1.0, rng),
            "weights_hidden_output": Matrix.random(n_hidden, 1, 1.0, rng),
            "learnrate": 0.7,
            "n_records": n_records if n_records > 1 else 5,
        },
        {**steps.FORWARD, **steps.BACKWARD},
    )


SEVERAL_RECORDS = [
    drawn(seed, n_records, n_hidden) for seed in (1, 2) for n_records, n_hidden in ((4, 2), (5, 3))
]
ONE_RECORD = [drawn(seed, 1, n_hidden) for seed in (3, 4, 5, 6) for n_hidden in (2, 3)]


def known_for(check, records):
    """What a check's formulas may ask for; the update is asked of both layers, with large steps."""
    if check != "update_weights":
        return records
    return [
        known | {"weights": known[weights], "del_w": 100 * known[del_w]}
        for known in records
        for weights, del_w in (
            ("weights_input_hidden", "del_w_input_hidden"),
            ("weights_hidden_output", "del_w_hidden_output"),
        )
    ]


DIVISIONS = {"one by one": 1, "in batches": 4, "all at once": 14}


def runs(batch, n_records=14):
    """Trainings on more than ten records, long enough to tell one epoch from all but one."""
    for seed, n_hidden, n_epochs, learnrate in ((1, 2, 3, 2.5), (2, 3, 4, 3.5)):
        known = drawn(seed, n_records, n_hidden)
        weights = known["weights_input_hidden"], known["weights_hidden_output"]
        yield Run(backprop, known["x"], known["y"], weights, n_epochs, learnrate, batch)


def apart(a, b):
    """Do two values differ, in shape or by more than a rounding error would explain?"""
    if a.shape != b.shape:
        return True
    size = max(norm(a), norm(b))
    return size > 0 and norm(a - b) / size > APART


def norm(matrix):
    return sum(entry * entry for row in matrix.rows for entry in row) ** 0.5


def value(formula, known):
    """The formula's value, or None where it does not fit these inputs."""
    try:
        return compute(formula, known)
    except ValueError:
        return None


def way(loop, run):
    """How far a training moved the weights, both layers in one column; None where it can't run."""
    try:
        ends = loop(run)
    except ValueError:
        return None
    moved = [end - start for end, start in zip(ends, run.weights, strict=True)]
    return Matrix([entry] for layer in moved for row in layer.rows for entry in row)


def differ(values, others):
    """Does one of the inputs tell these values from those?"""
    pairs = zip(values, others, strict=True)
    return any(a is not None and b is not None and apart(a, b) for a, b in pairs)


def twins(right, wrong):
    """Of wrong values by name, the pairs that no input tells apart, where both are truly wrong."""
    seen = [name for name, values in wrong.items() if differ(values, right)]
    return [pair for pair in combinations(seen, 2) if not differ(*(wrong[name] for name in pair))]


def answers():
    """The right-hand side of each TODO's answer in both solutions, as Python writes it."""
    wanted = re.compile(r"^ *# TODO \d+:.*?(?=^ *$|\Z)", re.MULTILINE | re.DOTALL)
    for block in wanted.findall(LESSON) + wanted.findall(SCRIPT):
        for statement in ast.parse(inspect.cleandoc("\n" + block)).body:
            yield ast.unparse(statement.value)


def stands_in(formula, text):
    """Does the formula stand in the text, however it is spaced?"""
    tokens = re.findall(r"\w+|[^\w\s]", formula)
    pattern = r"\s*".join(re.escape(token) for token in tokens)
    return re.search(rf"(?<!\w){pattern}(?!\w)", text) is not None


def sentences(text):
    return re.split(r"(?<=[.?!]) +", text)


by_id = pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.id)
by_hint = pytest.mark.parametrize("check", HINTS)


# ---- the numbers --------------------------------------------------------------------------------


@by_id
def test_a_mistake_is_a_wrong_version_of_a_check_that_exists(mistake):
    """Each entry names a step or a check of the training that learners are judged by."""
    assert mistake.check in (*STEPS, *TRAINING)


def test_ids_are_names():
    """Each id is readable, and a mistake is found by it."""
    for mistake in MISTAKES:
        assert re.fullmatch(r"[a-z]+(_[a-z]+)+", mistake.id)
        assert backprop.mistakes[mistake.id] is mistake


def test_ids_are_unique():
    """A second mistake of the same name is refused."""
    with pytest.raises(ValueError, match="rename one of them"):
        backprop.instead_of("error")(MISTAKES[0].wrong)


@pytest.mark.parametrize("check", [*STEPS, *TRAINING])
def test_every_check_has_known_mistakes(check):
    """No step and no check of the training loop is without known mistakes."""
    assert len(backprop.known(check)) >= 3


@pytest.mark.parametrize(
    "mistake", [m for m in MISTAKES if m.check in STEPS], ids=lambda mistake: mistake.id
)
def test_a_mistake_in_a_step_gives_other_numbers(mistake):
    """A wrong step is not the right one: where it fits the inputs, its value differs."""
    inputs = known_for(mistake.check, SEVERAL_RECORDS + ONE_RECORD)
    right = STEPS[mistake.check]
    assert any(
        (wrong := value(mistake.wrong, known)) is not None and apart(wrong, compute(right, known))
        for known in inputs
    )


@pytest.mark.parametrize("check", STEPS)
@pytest.mark.parametrize("records", [SEVERAL_RECORDS, ONE_RECORD], ids=["several", "one"])
def test_mistakes_in_a_step_differ_from_each_other(check, records):
    """Two wrong steps with the same numbers would be one mistake, for one record as for several.

    Where a mistake is no mistake, as an average over one record, it is left out.
    """
    inputs = known_for(check, records)
    right = [compute(STEPS[check], known) for known in inputs]
    wrong = {m.id: [value(m.wrong, known) for known in inputs] for m in backprop.known(check)}
    assert twins(right, wrong) == []


@pytest.mark.parametrize(
    "mistake", [m for m in MISTAKES if m.check in TRAINING], ids=lambda mistake: mistake.id
)
def test_a_mistake_in_the_training_gives_other_weights(mistake):
    """A wrong loop ends with other weights than the right one, for some division of the records."""
    trainings = [run for batch in DIVISIONS.values() for run in runs(batch)]
    right, wrong = (
        [way(loop, run) for run in trainings] for loop in (training.train, mistake.wrong)
    )
    assert differ(right, wrong)


@pytest.mark.parametrize("batch", DIVISIONS.values(), ids=DIVISIONS)
def test_mistakes_in_the_training_differ_from_each_other(batch):
    """Wrong loops end with different weights, whichever check they belong to.

    Where a mistake is no mistake, as the last of one batch alone, it is left out.
    """
    sizes = sorted({14, 14 - 14 % batch, max(1, batch - 1)})  # with a rest, with none, and fewer
    trainings = [run for n_records in sizes for run in runs(batch, n_records)]
    right = [way(training.train, run) for run in trainings]
    wrong = {
        m.id: [way(m.wrong, run) for run in trainings] for m in MISTAKES if m.check in TRAINING
    }
    assert twins(right, wrong) == []


def test_no_training_blows_up_a_rounding_error():
    """NumPy rounds otherwise than Python: a wrong loop gives the same weights all the same.

    The longest training with a full set of records, record by record, has most room to drift.
    """
    run = replace(backprop.inputs("rounded").runs[-1], batch=1)
    nudged = replace(run, weights=tuple(w * (1 + 1e-15) for w in run.weights))
    for mistake in MISTAKES:
        if mistake.check in TRAINING:
            one, other = way(mistake.wrong, run), way(mistake.wrong, nudged)
            assert one is other is None or distance(one, other) < 1e-12, mistake.id


def test_a_wrong_loop_is_made_of_the_learners_own_steps():
    """A wrong loop goes through the run's own update, whatever that does to the weights."""
    run = next(runs(4))
    bent = replace(run, update=lambda weights, del_w, learnrate, n_records: weights * 2.0 + del_w)
    for mistake in MISTAKES:
        if mistake.check in TRAINING and mistake.id != "neither_layer_updated":
            assert apart(way(mistake.wrong, run), way(mistake.wrong, bent))


# ---- the words ----------------------------------------------------------------------------------


def test_the_answers_are_known():
    """The answers that no advice may hold are read from the lesson itself, each of its TODOs."""
    assert len(list(answers())) == 14 + 11
    assert all(stands_in(formula, LESSON) for formula in FORMULAS)
    assert stands_in("y - output", "it is (y-output), squared")
    assert not stands_in("x w", "matrix weights")


@by_id
def test_advice_does_not_tell_the_answer(mistake):
    """No advice holds a formula of the lesson, in Python or in its own notation."""
    told = [formula for formula in (*answers(), *FORMULAS) if stands_in(formula, mistake.advice)]
    assert told == []


@by_id
def test_advice_is_short(mistake):
    """Advice is two or three sentences, and fits into four lines of a terminal."""
    assert 2 <= len(sentences(mistake.advice)) <= 3
    assert 60 <= len(mistake.advice) <= 300


@by_id
def test_advice_observes_and_asks(mistake):
    """Advice says what is seen, of the learner's own value, and ends with a question."""
    first, *_, last = sentences(mistake.advice)
    assert first.endswith(".")
    assert last.endswith("?")


@by_id
def test_advice_is_kind(mistake):
    """No advice makes little of the difficulty or scolds."""
    assert UNKIND.findall(mistake.advice) == []


def test_no_two_mistakes_are_given_the_same_advice():
    """Mistakes that are told apart are told apart in words as well."""
    advice = [mistake.advice for mistake in MISTAKES]
    assert len(set(advice)) == len(advice)


def words_beside_the_catalogue():
    """All other advice: on crashes, odd values, shapes, epochs, and factors of every kind."""
    for table in (
        crashes.SYNTAX, crashes.BY_MESSAGE, crashes.BY_VALUE, crashes.BY_TYPE.items(),
        crashes.IN_A_SCRIPT.items(),
    ):  # fmt: skip
        yield from (words for _, words in table)
    for ways in (
        shapes.BY_NUMBERS, shapes.OF_RECORDS, shapes.OF_WEIGHTS, shapes.SHAPE_OF_RECORDS,
        resemblances.WAYS,
    ):  # fmt: skip
        yield from (words.format(step="hidden_error") for words in ways)
    yield from (diagnosis.RESULTS_IN_THE_OTHER_ORDER, epochs.COUNTED, epochs.SCALED)
    yield resemblances.ZERO
    for step, quantities in backprop.vocabulary.belong.items():
        for exponents in combinations([(q, k) for q in quantities for k in (-1, 2)], 2):
            yield factors.Factor(dict(exponents), -2.0).words(step, backprop.vocabulary)


def test_no_other_words_tell_the_answer():
    """Nor does what is said of crashes, shapes, epochs and factors, and it is as short."""
    for words in words_beside_the_catalogue():
        told = [formula for formula in (*answers(), *FORMULAS) if stands_in(formula, words)]
        assert told == []
        assert len(sentences(words)) <= 3
        assert not UNKIND.search(words)


@pytest.mark.parametrize("step", ["output_error_term", "update_weights"])
def test_advice_on_two_mistakes_is_as_short(step):
    """Two mistakes in one step make three sentences, of which two are the questions they raise."""
    for one, other in combinations(backprop.known(step), 2):
        advice = two_mistakes.of_both(one, other, step)
        assert len(sentences(advice)) == 3
        assert advice.endswith(sentences(other.advice)[-1])
        assert sentences(one.advice)[-1] in advice


# ---- the hints ----------------------------------------------------------------------------------


def test_every_check_has_hints():
    """A learner can ask for a hint wherever a check can fail."""
    assert set(HINTS) == {*STEPS, *TRAINING, *NOT_BY_NUMBERS}


@by_hint
def test_hints_come_in_three_steps(check):
    """First where to look and then the idea, both in words; the formula comes last."""
    where, idea, formula = HINTS[check]
    assert where.startswith("Look at ")
    for words in (where, idea):
        assert not re.search(r"[=·×²ΣηΔδŷ∂←≈*@−+]|\w\(", words), words
        assert not [answer for answer in FORMULAS if stands_in(answer, words)]
    assert re.search(r"[=×←≈−]", formula)


@by_hint
def test_hints_are_not_the_code_of_the_answer(check):
    """Even the last hint leaves it to the learner to turn the formula into Python."""
    assert not [answer for answer in answers() if stands_in(answer, " ".join(HINTS[check]))]


@by_hint
def test_hints_are_short_and_kind(check):
    """A hint is at most three sentences, fits into four lines, and makes little of nothing."""
    for hint in HINTS[check]:
        assert len(sentences(hint)) <= 3
        assert len(hint) <= 300
        assert UNKIND.findall(hint) == []
