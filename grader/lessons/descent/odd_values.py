"""What is said of values that are none of a step's, nor made of what the step is made of."""

from __future__ import annotations

from dataclasses import replace

from ...judging.mark import Mark
from ...judging.scene import Charge
from ...verdict import Outcome

ONLY_ZEROS = Mark(
    Outcome.FAILED,
    advice="A part of this line is 0, whatever goes into it. What in it makes it so: a factor that "
    "is 0, or two values that cancel?",
)

BEGINS_WITH_ZEROS = Mark(
    Outcome.FAILED,
    advice="A part of this line is 0 for the first record, and another number for those after it. "
    "What in it begins with 0, and is it meant to be a part of this step?",
)

INFINITE = Mark(
    Outcome.FAILED,
    advice="What this line comes to is no finite number. Is something divided by 0 here, or has it "
    "grown beyond what a float holds, or has a function no value where it is asked for one?",
)

NOTHING_YET = Mark(
    Outcome.FAILED,
    advice="The number 0 stands here, whatever the records are. Which values does the lesson make "
    "this step of, and how?",
)

ONE_NUMBER = Mark(
    Outcome.FAILED,
    advice="A single number comes out of this line, whatever number of records goes in. What has "
    "each record of its own there, and what makes one of them all?",
)


def of_its_values(charge: Charge, again: Charge, line: int) -> Mark:
    """What is said of what stood in a line; `again` is the same charge on other inputs."""
    if charge.is_infinite and again.is_infinite:
        return replace(INFINITE, saw=f"a part of line {line} is no finite number")
    is_one = _is_one_number(charge)
    if charge.is_zero and again.is_zero:
        told = NOTHING_YET if is_one else ONLY_ZEROS
        return replace(told, saw=f"a part of line {line} is 0 everywhere")
    if _begins_with_zeros(charge) and _begins_with_zeros(again):
        return replace(BEGINS_WITH_ZEROS, saw=_came(charge, line))
    told = ONE_NUMBER if is_one and _is_one_number(again) else Mark(Outcome.FAILED)
    return replace(told, saw=_came(charge, line))


def _begins_with_zeros(charge: Charge) -> bool:
    """Did nothing but zeros stand there in the first turn, and in no other?"""
    zeros = [value.is_zero for value in charge.stood]
    return zeros[:1] == [True] and len(zeros) > 1 and not any(zeros[1:])


def _is_one_number(charge: Charge) -> bool:
    """Did one number stand there, once, where a table belongs?"""
    return len(charge.stood) == 1 and len(charge.stood[0].numbers) == 1 and not charge.own


def _came(charge: Charge, line: int) -> str:
    """What came of a line, as far as it is numbers."""
    numbers = [n for value in charge.stood for n in value.numbers if n is not None]
    came = f": what comes first there is {numbers[0]:.4g}" if numbers else ""
    return f"the numbers of line {line} are not those that should go on from it{came}"
