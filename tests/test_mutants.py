"""The programs one edit away from the solutions: that they are what they are said to be."""

from __future__ import annotations

from collections import Counter

import pytest
from byhand.grader.command import exercise
from byhand.grader.lessons.one_edit import mutants

FILES = {"matrix": "backprop.py", "numpy": "backprop_numpy.py"}


@pytest.mark.parametrize("form", FILES)
def test_there_are_some_of_every_todo_and_each_differs_in_its_own_lines_only(form: str) -> None:
    source = (exercise.SOLUTION / FILES[form]).read_text("utf-8")
    found = list(mutants(source, form))
    counted = Counter(mutant.todo for mutant in found)
    assert sorted(counted) == list(range(1, 13 if form == "matrix" else 11))
    assert min(counted.values()) >= 7
    assert len({mutant.source for mutant in found}) == len(found)
    right = source.splitlines()
    for mutant in found:
        lines = mutant.source.splitlines()
        assert lines[: mutant.line - 1] == right[: mutant.line - 1]
        compile(mutant.source, str(mutant), "exec")
