"""Scripts that prepare their own records: any sensible way is right, and a wrong one is told."""

from __future__ import annotations

import pytest
from byhand.grader.verdict import Finding, Outcome, Report
from forms import graded

TABLE = """
import numpy as np
table = np.loadtxt("binary.csv", delimiter=",", skiprows=1)
admit, gre, gpa, rank = table.T
def z(column):
    return (column - column.mean()) / column.std()
ranks = np.eye(4)[rank.astype(int) - 1]
order = np.random.permutation(400)
"""

TRAINING = """
def sigmoid(z):
    return 1 / (1 + np.exp(-z))
epochs, learnrate, n_hidden = 900, 0.005, 2
w = np.random.normal(scale=6 ** -0.5, size=(6, n_hidden))
v = np.random.normal(scale=6 ** -0.5, size=n_hidden)
for epoch in range(epochs):
    dw, dv = np.zeros_like(w), np.zeros_like(v)
    for x, y in zip(features, targets):
        a = sigmoid(x @ w)
        o = sigmoid(a @ v)
        d = (y - o) * o * (1 - o)
        dv += d * a
        dw += x[:, None] * (d * v * a * (1 - a))
    w += learnrate * dw / len(features)
    v += learnrate * dv / len(features)
"""

STANDARD = "everything = np.column_stack([z(gre), z(gpa), ranks])\n"

SENSIBLE = {
    "the_whole_table": f"{STANDARD}features, targets = everything, admit",
    "read_by_the_names_of_its_arguments": f"""
import pandas as pd
table = pd.read_csv(filepath_or_buffer="data/binary.csv").to_numpy()
again = np.loadtxt(fname="binary.csv", delimiter=",", skiprows=1)
admit, gre, gpa, rank = (table + 0 * again).T
{STANDARD}features, targets = everything, admit""",
    "half_of_it_shuffled": f"""
{STANDARD}rows = order[:200]
features, targets = everything[rows], admit[rows]""",
    "sorted_by_the_targets": f"""
{STANDARD}rows = np.argsort(admit)
features, targets = everything[rows], admit[rows]""",
    "from_0_to_1": """
f = lambda c: (c - c.min()) / (c.max() - c.min())
features, targets = np.column_stack([ranks, f(gpa), f(gre)])[50:], admit[50:]""",
    "divided_by_the_most": """
features, targets = np.column_stack([gre / 800, gpa / 4, ranks]), admit""",
    "in_hundreds": """
features, targets = np.column_stack([gre / 100, gpa, ranks]), admit""",
    "upside_down": """
features, targets = np.column_stack([-z(gre), z(gpa), 1 - ranks]), admit""",
    "scaled_by_the_training_part": """
part = table[order[:300]]
scores = (part[:, 1:3] - part[:, 1:3].mean(axis=0)) / part[:, 1:3].std(axis=0, ddof=1)
features, targets = np.hstack([scores, ranks[order[:300]]]), part[:, 0]""",
    "without_those_far_off": f"""
{STANDARD}near = np.abs(everything[:, :2]).max(axis=1) < 2
features, targets = everything[near], admit[near]""",
    "the_admitted_as_often_as_the_others": f"""
{STANDARD}yes, no = np.flatnonzero(admit == 1), np.flatnonzero(admit == 0)
rows = np.concatenate([no, np.resize(yes, len(no))])
features, targets = everything[rows], admit[rows]""",
    "some_ranks_twice": f"""
{STANDARD}rows = np.repeat(np.arange(400), np.where(rank == 1, 2, 1))
features, targets = everything[rows], admit[rows]""",
    "a_bias_and_three_ranks": """
features, targets = np.column_stack([np.ones(400), z(gre), z(gpa), ranks[:, 1:]]), admit""",
    "ranks_as_a_number_beside_products": """
features = np.column_stack([z(gre), z(gpa), z(rank), z(gre) * z(gpa), z(gre) ** 2, z(gpa) ** 2])
targets = admit""",
    "scores_in_ranges_for_the_ranks": """
ranges = np.eye(4)[np.searchsorted([480, 580, 680], gre)]
features, targets = np.column_stack([z(gre), z(gpa), ranges]), admit""",
    "rounded_and_clipped": f"""
{STANDARD}features, targets = np.clip(everything, -2, 2).round(2), admit""",
    "those_far_off_moved_to_a_score_of_somebody_else": """
low, high = np.sort(gre)[15], np.sort(gre)[-16]
gre = np.minimum(np.maximum(gre, low), high)
features, targets = np.column_stack([z(gre), z(gpa), ranks]), admit""",
    "the_only_score_moved_so_beside_others_of_its_own": """
gre = np.minimum(np.maximum(gre, np.sort(gre)[15]), np.sort(gre)[-16])
features, targets = np.column_stack([z(gre), z(np.log(gpa)), ranks]), admit""",
    "logarithms": """
features, targets = np.column_stack([z(np.log(gre)), z(np.log(gpa)), ranks]), admit""",
    "in_single_precision": f"""
{STANDARD}features, targets = everything.astype(np.float32), admit.astype(np.float32)""",
    "noise_added": f"""
{STANDARD}features, targets = everything + 0.1 * np.random.randn(400, 6), admit""",
    "drawn_at_random_without_a_seed": f"""
{STANDARD}rows = np.random.default_rng().permutation(400)[:360]
features, targets = everything[rows], admit[rows]""",
}  # fmt: skip

BY_SKLEARN = {
    "one-hot, stratified": """
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import OneHotEncoder, StandardScaler
scores = StandardScaler().fit_transform(table[:, 1:3])
ranks = OneHotEncoder().fit_transform(table[:, 3:]).toarray()
features, rest, targets, others = train_test_split(
    np.hstack([scores, ranks]), admit, test_size=0.25, stratify=admit, random_state=1)""",
    "asked for by their package": """
from sklearn import model_selection, preprocessing
scores = preprocessing.MinMaxScaler(feature_range=(-1, 1)).fit_transform(table[:, 1:3])
ranks = preprocessing.LabelBinarizer().fit_transform(rank)
everything = np.hstack([scores, ranks])
rows, others = next(model_selection.KFold(10, shuffle=True, random_state=0).split(everything))
features, targets = everything[rows], admit[rows]""",
}


@pytest.mark.parametrize("way", BY_SKLEARN)
def test_what_is_prepared_by_scikit_learn_is_right(way: str) -> None:
    """As by NumPy and pandas: the usual scalers, encoders and splits are there."""
    assert graded(TABLE + BY_SKLEARN[way] + TRAINING, name="own.py").full_marks


BY_PANDAS = """
import numpy as np
import pandas as pd
{imports}
data = pd.read_csv("students.csv")
table = pd.get_dummies(data, columns=["rank"])
table["gre"], table["gpa"] = table["gre"] / 800, table["gpa"] / 4
learnt_from = table.sample(frac=0.9, random_state=1)
inputs, label = learnt_from.drop("admit", axis=1), learnt_from["admit"]


def squash(z):
    return 1 / (1 + np.exp(-z))


tried = squash(np.dot(inputs[:3].values, np.ones((6, 2))))


def train(features, label, epochs, learnrate):
    w = np.random.normal(scale=6 ** -0.5, size=(6, 2))
    v = np.random.normal(scale=6 ** -0.5, size=2)
    for _ in range(epochs):
        dw, dv = np.zeros(w.shape), np.zeros(v.shape)
        for x, y in zip(features.values, label):
            a = squash(np.dot(x, w))
            o = squash(np.dot(a, v))
            d = (y - o) * o * (1 - o)
            dw += d * v * a * (1 - a) * x[:, None]
            dv += d * a
        w += learnrate * dw / len(features)
        v += learnrate * dv / len(features)
    return w, v


train(inputs, label, 900, 0.005)
"""


@pytest.mark.parametrize(
    "imports",
    [
        "",
        "import matplotlib.pyplot as plt",
        "import seaborn as sns",
        "import torch",
        "import keras",
    ],
)
def test_an_import_beside_ones_own_records_hides_none_of_them(imports: str) -> None:
    """No package of others has the records; and flags of a column can be calculated with."""
    assert graded(BY_PANDAS.format(imports=imports), name="own.py").full_marks


OTHERS = "summed_over_records"
UNFIT = "every_epoch"

WRONG = {
    "targets_in_another_order": (
        OTHERS, f"{STANDARD}features, targets = everything[order], admit  # here",
        "a record of your training has the target 1, and in the file that applicant has 0",
    ),
    "features_shuffled_afterwards": (
        OTHERS, f"""
{STANDARD}targets = admit
features = everything.copy()
features = features[order]  # here""",
        "has the target 1, and in the file that applicant has 0",
    ),
    "targets_of_the_test": (
        OTHERS, f"""
{STANDARD}features, targets = everything[order[:360]], admit[order[360:]]  # here""",
        "has the inputs of 360 records and the targets of 40",
    ),
    "the_opposite_of_the_targets": (
        OTHERS, f"{STANDARD}features, targets = everything, 1 - admit  # here", "has the target 1",
    ),
    "a_score_for_the_targets": (
        UNFIT, f"{STANDARD}features, targets = everything, z(gre) * 1.5  # here",
        "your targets are numbers from -",
    ),
    "the_target_among_the_inputs": (
        UNFIT, """
features = np.column_stack([admit, z(gre), z(gpa), ranks[:, 1:]])  # here
targets = admit""",
        "one of the inputs of each record is its own target",
    ),
    "not_scaled_at_all": (
        UNFIT, "features, targets = np.column_stack([gre, gpa, ranks]), admit  # here",
        "gre reaches your network as numbers around 5",
    ),
    "not_divided": (
        UNFIT, """
gre = gre - gre.mean()  # here
features, targets = np.column_stack([gre, z(gpa), ranks]), admit""",
        "gre reaches your network as numbers around",
    ),
    "brackets_forgotten": (
        UNFIT, """
gpa = gpa - gpa.mean() / gpa.std()  # here
features, targets = np.column_stack([z(gre), gpa, ranks]), admit""",
        "gpa reaches your network as numbers around -",
    ),
    "the_variance": (
        UNFIT, """
scores = table[:, 1:3]
scores = (scores - scores.mean(axis=0)) / scores.var(axis=0)  # here
features, targets = np.column_stack([scores, ranks]), admit""",
        "gre reaches your network as numbers around",
    ),
    "scores_of_two_applicants": (
        UNFIT, "features, targets = np.column_stack([z(gre), z(gpa)[order], ranks]), admit  # here",
        "the gre of one applicant and the gpa of another",
    ),
    "the_rank_of_another": (
        UNFIT, "features, targets = np.column_stack([z(gre), z(gpa), ranks[order]]), admit  # here",
        "the scores of one applicant and the rank of another",
    ),
    "drawn_with_replacement": (
        UNFIT, f"""
{STANDARD}rows = np.random.choice(400, size=360)
features, targets = everything[rows], admit[rows]  # here""",
        "some applicants are several times among the records",
    ),
    "numbers_compared_with_texts": (
        UNFIT, """
ranks = np.array([[float(one == other) for other in "1234"] for one in rank])
features, targets = np.column_stack([z(gre), z(gpa), ranks]), admit  # here""",
        "the inputs 3, 4, 5 and 6 are the same for everybody",
    ),
    "ranks_counted_from_zero": (
        UNFIT, """
ranks = np.array([[float(one == other) for other in range(4)] for one in rank])
features, targets = np.column_stack([z(gre), z(gpa), ranks]), admit  # here""",
        "input 3 is 0 for everybody",
    ),
    "a_rank_compared_twice": (
        UNFIT, """
ranks = np.array([[float(one == other) for other in (1, 2, 3, 3)] for one in rank])
features, targets = np.column_stack([z(gre), z(gpa), ranks]), admit  # here""",
        "the inputs 5 and 6 are equal to each other for everybody",
    ),
}  # fmt: skip


@pytest.mark.parametrize("drawn", ["order[:360]", "pandas.Index(order[:360])"])
def test_records_may_be_counted_by_their_numbers_in_the_file(drawn: str) -> None:
    """As many as were drawn of it; and with any other number in that place the average is wrong."""
    rows = f"import pandas\n{STANDARD}rows = {drawn}\n"
    source = f"{TABLE}{rows}features, targets = everything[rows], admit[rows]{TRAINING}"
    source = source.replace("/ len(features)", "/ len(rows)")
    assert graded(source, name="backprop_numpy.py").full_marks
    wrong = graded(source.replace("/ len(rows)", "/ len(admit)"), name="backprop_numpy.py")
    assert [f.check for f in wrong.findings if f.points < f.max_points] == ["update_weights"]


@pytest.mark.parametrize("preparation", SENSIBLE)
def test_any_sensible_preparation_is_right(preparation: str) -> None:
    """However it is scaled, split, shuffled and laid out; what cannot be followed is let be."""
    report = _report(SENSIBLE[preparation])
    assert report.score == 100, [(f.check, f.saw) for f in _lost(report)]


@pytest.mark.parametrize("preparation", WRONG)
def test_a_wrong_preparation_costs_one_check_and_is_told(preparation: str) -> None:
    """At the line after which the numbers are wrong, in words that are true and no answer."""
    check, text, words = WRONG[preparation]
    [finding] = _lost(_report(text))
    assert finding.check == check
    assert words in finding.saw
    assert finding.source.endswith("# here")


def test_targets_too_few_for_whole_tables_are_told_where_numpy_breaks_off() -> None:
    """It would raise by itself, and so nothing is learned that could show what is meant."""
    whole = (
        TRAINING.replace("for x, y in zip(features, targets):", "if True:")
        .replace("x @ w", "features @ w")
        .replace("y - o", "targets - o")
        .replace("d * a", "d @ a")
        .replace("x[:, None] * (d * v", "features.T @ (d[:, None] * v")
    )
    text = f"{STANDARD}features, targets = everything[:360], admit[:360]"
    assert graded(f"{TABLE}{text}{whole}", name="x.py").score == 100
    few = f"{text.removesuffix('[:360]')}[360:]"
    [finding] = _lost(graded(f"{TABLE}{few}{whole}", name="x.py"))
    assert (finding.check, "targets of 40" in finding.saw) == (OTHERS, True)


def test_records_that_are_written_into_a_script_are_its_own_affair() -> None:
    """They are not the file's, and may be anything."""
    made = """
import numpy as np
features = np.random.RandomState(1).uniform(500, 600, (400, 6))
targets = (features[:, 0] > 550) * 1.0
"""
    assert graded(made + TRAINING, name="x.py").score == 100


def test_a_mistake_in_a_step_is_told_as_ever_where_the_preparation_is_wrong_too() -> None:
    """What a script learns from is seen only where it learns as the lesson does."""
    text = TABLE + WRONG["targets_in_another_order"][1] + TRAINING.replace("y - o", "o - y")
    [finding] = _lost(graded(text, name="x.py"))
    assert finding.check == "error"


def test_the_same_is_told_each_time_where_records_are_drawn_without_a_seed() -> None:
    """The room's generators all draw the same each time."""
    text = f"""
{STANDARD}rows = np.random.default_rng().permutation(400)
features, targets = everything[rows], admit
"""
    first, again = ([(f.saw, f.line) for f in _report(text).findings] for _ in range(2))
    assert first == again


def _report(preparation: str) -> Report:
    return graded(f"{TABLE}{preparation}{TRAINING}", name="backprop_numpy.py")


def _lost(report: Report) -> list[Finding]:
    return [finding for finding in report.findings if finding.points < finding.max_points]


KEPT = {
    "in_a_tuple": ("kept = features, targets", "zip(*kept)"),
    "in_a_dictionary": ("kept = {'x': features, 'y': targets}", "zip(kept['x'], kept['y'])"),
    "in_a_class": ("class Kept:\n    x, y = features, targets", "zip(Kept.x, Kept.y)"),
    "in_a_frozen_object": (
        "from dataclasses import dataclass\n@dataclass(frozen=True)\nclass Kept:\n"
        "    x: object\n    y: object\nkept = Kept(features, targets)",
        "zip(kept.x, kept.y)",
    ),
    "in_a_tuple_with_names": (
        "from collections import namedtuple\nkept = namedtuple('Kept', 'x y')(features, targets)",
        "zip(kept.x, kept.y)",
    ),
    "closed_over": (
        "def of(x, y):\n    return lambda: zip(x, y)\nkept = of(features, targets)", "kept()",
    ),
}  # fmt: skip


@pytest.mark.parametrize("where", KEPT)
def test_a_script_may_keep_its_records_wherever_it_likes(where: str) -> None:
    """They are the grader's there as the training begins; its mistakes are seen all the same."""
    kept, used = KEPT[where]
    training = TRAINING.replace("zip(features, targets)", used).replace("len(features)", "360")
    prepared = "features, targets = everything[:360], admit[:360]"
    source = f"{TABLE}{STANDARD}{prepared}\n{kept}\n{training}"
    assert graded(source, name="own.py").full_marks
    report = graded(source.replace("dv += d * a", "dv += d"), name="own.py")
    assert [f.check for f in report.findings if f.outcome is Outcome.FAILED] == [
        "del_w_hidden_output"
    ]


SPLIT_BY_LABELS = """
import numpy as np
import pandas as pd
from data_prep import features as learnt, targets as answers, features_test, targets_test
whole, labels = pd.concat([learnt, features_test]).sort_index(), pd.concat([answers, targets_test])
rows = whole.index[whole.index % 5 != 0]
features, targets = whole.loc[rows].values, labels.loc[rows].values
"""


def test_the_tables_of_the_lesson_share_no_labels() -> None:
    """Put together and split once more by their labels, each applicant is there once."""
    assert graded(SPLIT_BY_LABELS + TRAINING, name="own.py").full_marks
