"""What a check can ask for: a step, a part of the training loop, or something that follows.

    step("output_error_term").must_agree()
    loop("zeroed_each_epoch").must_hold()
    consequence("gradient").must_hold()
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from byhand.grader.judging.examination import Examination
from byhand.grader.judging.trace import Mark, Unmet


@dataclass(frozen=True)
class Judged:
    """Something of the submission, judged."""

    mark: Mark

    def must_hold(self) -> None:
        """Raises Unmet, which carries the mark, where the promise is not kept."""
        if not self.mark.right:
            raise Unmet(self.mark)

    must_agree = must_hold


@pytest.fixture
def step(examination: Examination) -> Callable[[str], Judged]:
    """A step of the lesson, judged from the learner's own values of the steps before it."""

    def named(name: str) -> Judged:
        for marks in ("forward", "backward", "update"):
            found = getattr(examination, marks)
            if name in found:
                return Judged(found[name])
        raise LookupError(f"there is no step {name}")

    return named


@pytest.fixture
def loop(examination: Examination) -> Callable[[str], Judged]:
    """A part of the training loop, judged by what it makes of the learner's own steps."""
    return lambda name: Judged(examination.loop[name])


@pytest.fixture
def consequence(examination: Examination) -> Callable[[str], Judged]:
    """Something that follows from steps and loop, and is only judged where they are right."""
    return lambda name: Judged(examination.consequence(name))
