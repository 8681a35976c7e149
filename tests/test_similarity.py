"""Pairs worth reading side by side are listed, and nothing is said that was not seen."""

from __future__ import annotations

import re
import tracemalloc
from itertools import combinations, product
from pathlib import Path

import pytest
from byhand.grader.classroom import similarity
from byhand.grader.classroom.intake.intake import take_in
from classes import EXERCISE, ROOT, SOLUTION, grade

SLOPE = "error * output * (1 - output)"
ANSWERS = {
    SLOPE: (SLOPE, "output * (1 - output) * error", "error * (output - output * output)"),
    "y - output\n": ("y - output\n", "-(output - y)\n", "y + -output\n"),
    "x @ weights_input_hidden": ("x @ weights_input_hidden", "(x @ weights_input_hidden)"),
    "weights + learnrate / n_records * del_w": (
        "weights + learnrate / n_records * del_w",
        "weights + learnrate * del_w / n_records",
        "weights + del_w * (learnrate / n_records)",
    ),
}
OWN = "    # by the chain rule; see my notes of {day}, page {page}, where {letter} is the slope\n"


def program(number: int) -> str:
    """A right program in one of the usual forms, with two comments of its own."""
    forms = list(product(*ANSWERS.values()))
    source = SOLUTION
    for answer, form in zip(ANSWERS, forms[number % len(forms)], strict=True):
        assert answer in source
        source = source.replace(answer, form)
    note = OWN.format(day=f"day {number}", page=7 * number + 1, letter=f"s{number}")
    head, todo, rest = source.partition("    # TODO 5")
    return f"{head}{note}{todo}{rest}\nTRIED_{number} = [{number}, {number + 1}]  # runs so far\n"


def renamed(source: str) -> str:
    """As somebody does who wants it to look different: another name, another blank line."""
    return source.replace("new_weights", "w_new").replace("    return", "\n    return")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class of 60, in which 51 to 54 have looked at what 1 to 4 wrote."""
    folder = tmp_path_factory.mktemp("class")
    for number in range(60):
        source = program(number - 50) if 51 <= number <= 54 else program(number)
        name = f"student{number:02}.py"
        (folder / name).write_text(renamed(source) if number > 52 else source, "utf-8")
    return folder


def test_copies_come_first(folder: Path) -> None:
    """Whole or altered, they are above all the pairs that merely answer alike."""
    found = similarity.pairs(take_in([folder]).deliveries)
    planted = {(f"student{n:02}", f"student{n + 50}") for n in range(1, 5)}
    assert {(pair.one.student, pair.other.student) for pair in found[:4]} == planted
    assert all(pair.likeness <= 1 for pair in found)
    assert len(found) > 4, "there are others to be above"


def test_what_both_have_is_shown(folder: Path) -> None:
    """And said to be no verdict; the same bytes are called the same."""
    shown, again = (
        grade(folder.parent, "similar", folder, "--top", 4, PYTHONHASHSEED=seed) for seed in "12"
    )
    assert shown.returncode == 0, shown.stderr
    assert shown.stdout == again.stdout
    text = shown.stdout.partition("Pairs to read side by side")[2]
    assert "no verdict" in text
    assert text.count("the same, line by line") == 2
    assert text.count("see my notes of") == 2  # whole lines, as they stand
    page = (folder.parent / "similar.html").read_text("utf-8")
    assert page.count("<article") == 4
    assert page.count('<li class="same">') > page.count("<article")
    assert '<li class="given">def forward_pass(' in page
    assert len(re.findall(r"^  \d\.\d\d  ", text, re.MULTILINE)) == 4


def test_a_large_class_needs_little_memory(folder: Path) -> None:
    """Of each program only numbers are kept: less than 100 kB, where its features take 800."""
    peaks = []
    for count in (30, 60):
        deliveries = take_in([folder]).deliveries[:count]
        tracemalloc.start()
        similarity.pairs(deliveries)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] - peaks[0] < 30 * 100_000


def test_what_everybody_was_given_is_no_likeness(tmp_path: Path) -> None:
    """Untouched exercises, and answers that many others have, make no pair."""
    for number in range(10):
        (tmp_path / f"untouched{number}.py").write_text(EXERCISE, "utf-8")
        (tmp_path / f"right{number}.py").write_text(SOLUTION, "utf-8")
    assert similarity.pairs(take_in([tmp_path]).deliveries) == []
    assert "nothing to read side by side" in grade(tmp_path, "similar", tmp_path).stdout


@pytest.mark.parametrize("count", [2, 3, 6, 12])
def test_copies_are_found_however_many_of_the_class_have_them(tmp_path: Path, count: int) -> None:
    """Twelve are in the class: two of them, a quarter, half, or all have the same but a comment."""
    for number in range(12):
        own = renamed(program(3)) + f"# {number}\n" if number < count else program(number + 20)
        (tmp_path / f"student{number:02}.py").write_text(own, "utf-8")
    found = similarity.pairs(take_in([tmp_path]).deliveries, cutoff=0.8)
    ring = [f"student{number:02}" for number in range(count)]
    assert {(p.one.student, p.other.student) for p in found} == {*combinations(ring, 2)}


def test_of_a_crowd_of_copies_each_is_paired_with_the_first_alone(tmp_path: Path) -> None:
    """So that a list of them stays as long as the class."""
    for number in range(60):
        (tmp_path / f"student{number:02}.py").write_text(renamed(program(3)), "utf-8")
    found = similarity.pairs(take_in([tmp_path]).deliveries)
    assert {p.one.student for p in found} == {"student00"}
    assert len(found) == 59


def test_who_is_left_out_for_being_our_own_solution_is_named(tmp_path: Path) -> None:
    """Where they are many; on the page as well."""
    for name in ("ann", "bob", "cid"):
        (tmp_path / f"{name}.py").write_text(f"{SOLUTION}# {name}\n", "utf-8")
    (tmp_path / "dan.py").write_text(program(3), "utf-8")
    shown = " ".join(grade(tmp_path, "similar", tmp_path).stdout.split())
    words = "3 programs are our own solution in nearly every line, so that what they share tells"
    assert words in shown
    assert "nothing: ann; bob; cid." in shown
    assert words in (tmp_path / "similar.html").read_text("utf-8")


TWO_MISTAKES = (
    (SLOPE, "error * output"),
    ("hidden_error * hidden_output * (1 - hidden_output)", "hidden_error * (1 - hidden_output)"),
)


def mistaken(source: str, count: int = 2) -> str:
    for right, wrong in TWO_MISTAKES[:count]:
        assert right in source
        source = source.replace(right, wrong)
    return source


def under_other_names(source: str, count: int | None = None) -> str:
    """With other names for so many things, or for all; without comments, then, and docstrings."""
    names = re.findall(r"^ +(\w+) = ", SOLUTION, re.MULTILINE)
    names = [*dict.fromkeys([*names, "x", "y", "weights", "features", "targets", "learnrate"])]
    for number, name in enumerate(names[-count if count else 0 :]):
        source = re.sub(rf"\b{name}\b", f"v{number}", source)
    if count:
        return source
    source = re.sub(r'"""[^"]*"""', '"""Done."""', source)
    return "\n".join(re.sub("#.*", "", line).rstrip() for line in source.splitlines())


@pytest.mark.parametrize("count", [2, None], ids=["two names", "all names"])
@pytest.mark.parametrize("size", [4, 40])
def test_who_shares_mistakes_is_found_under_other_names(
    tmp_path: Path, count: int | None, size: int
) -> None:
    """In a small class and a large one; though the rest is our own solution, it tells something."""
    for number in range(size):
        own = mistaken(program(number), 1) if number in (1, 3, 5) else program(number)
        (tmp_path / f"student{number:02}.py").write_text(own, "utf-8")
    (tmp_path / "ann.py").write_text(mistaken(SOLUTION), "utf-8")
    (tmp_path / "bob.py").write_text(under_other_names(mistaken(SOLUTION), count), "utf-8")
    shown = grade(tmp_path, "similar", tmp_path, "--top", 100).stdout
    _, found, after = shown.partition("  ann (ann.py)\n        bob (bob.py)\n")
    assert found, shown
    told = after.partition("\n\n")[0]
    assert "hidden_error_term = hidden_error * (1 - hidden_output)" in told
    assert "def forward_pass" not in told
    assert "our own solution in nearly every line" not in shown


def test_one_mistake_that_two_have_is_no_likeness(tmp_path: Path) -> None:
    """People make the same mistake by themselves; nor do other names alone make a pair."""
    for number in range(12):
        (tmp_path / f"student{number:02}.py").write_text(program(number), "utf-8")
    (tmp_path / "ann.py").write_text(mistaken(SOLUTION, 1), "utf-8")
    (tmp_path / "bob.py").write_text(under_other_names(mistaken(SOLUTION, 1)), "utf-8")
    (tmp_path / "cid.py").write_text(under_other_names(SOLUTION), "utf-8")
    found = similarity.pairs(take_in([tmp_path]).deliveries, cutoff=similarity.CUTOFF)
    assert ("ann", "bob") not in {(p.one.student, p.other.student) for p in found}
    assert ("ann", "cid") not in {(p.one.student, p.other.student) for p in found}


def test_anything_may_be_among_them(folder: Path, tmp_path: Path) -> None:
    """Bytes that are no program do not stop the others from being compared."""
    for source in folder.iterdir():
        (tmp_path / source.name).write_bytes(source.read_bytes())
    (tmp_path / "photo.py").write_bytes(bytes(range(256)) * 10)
    (tmp_path / "empty.py").write_bytes(b"")
    ours = similarity.pairs(take_in([tmp_path]).deliveries)
    theirs = similarity.pairs(take_in([folder]).deliveries)
    assert [(p.one.student, p.other.student) for p in ours] == [
        (p.one.student, p.other.student) for p in theirs
    ]


def test_our_solution_and_last_years_class_are_compared_with(folder: Path, tmp_path: Path) -> None:
    """But not among themselves; a page that is not ours is never written over."""
    (tmp_path / "now").mkdir()
    (tmp_path / "last").mkdir()
    old = renamed(program(3))
    for name in ("ann", "bob"):
        (tmp_path / "last" / f"{name}.py").write_text(old, "utf-8")
    (tmp_path / "now" / "cid.py").write_text(old.replace("= [", "= 1, ["), "utf-8")
    for number in range(20, 26):
        (tmp_path / "now" / f"other{number}.py").write_text(program(number), "utf-8")
    shown = grade(tmp_path, "similar", "now", "--against", "last", "--cutoff", "0.35")
    assert shown.returncode == 0, shown.stderr
    pairs = re.findall(r"^  \d\.\d\d  (.*) \(.*\n +(.*) \(", shown.stdout, re.MULTILINE)
    assert pairs == [("cid", "ann, last"), ("cid", "bob, last")]
    (tmp_path / "mine.html").write_text("my home page")
    refused = grade(tmp_path, "similar", "now", "--output", "mine.html")
    assert (refused.returncode, (tmp_path / "mine.html").read_text()) == (2, "my home page")
    assert "give another --output" in refused.stderr


def test_the_folder_of_the_page_is_made(folder: Path, tmp_path: Path) -> None:
    """As `grade batch` makes that of its report."""
    done = grade(tmp_path, "similar", folder, "--output", "new/folder/pairs.html")
    assert done.returncode == 0, done.stderr
    assert "Pairs" in (tmp_path / "new" / "folder" / "pairs.html").read_text("utf-8")
    assert "Next: open new/folder/pairs.html." in done.stdout


def test_a_copy_of_our_solution_is_found(folder: Path, tmp_path: Path) -> None:
    """Though nobody in the class has anything like it."""
    for number in range(8):
        (tmp_path / f"other{number}.py").write_text(program(number + 20), "utf-8")
    script = (ROOT / "solution" / "backprop_numpy.py").read_text("utf-8")
    (tmp_path / "eve.py").write_text(script, "utf-8")
    shown = grade(tmp_path, "similar", tmp_path, "--cutoff", "0.9").stdout
    assert "eve (eve.py)\n        our own solution (backprop_numpy.py)" in shown
