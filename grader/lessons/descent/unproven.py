"""What the marks of a training loop show where nothing of it could be seen."""

from __future__ import annotations

from collections.abc import Mapping

from ...judging.mark import Mark
from ...verdict import Outcome


def unproven(before: Mapping[str, Mark], *, leads_on: bool) -> dict[str, Mark]:
    """The marks where nothing could be seen: what is not known to be wrong is not shown, either."""
    if leads_on or is_sure(before):
        return dict(before)
    return {n: Mark(Outcome.WAITING) if mark.right else mark for n, mark in before.items()}


def is_sure(before: Mapping[str, Mark]) -> bool:
    """Is all that is wrong known by its name, or one thing between epochs, as the weights tell?"""
    known = [check for check, mark in before.items() if not mark.right]
    if known in (["every_epoch"], ["zeroed_each_epoch"]):
        return True
    return bool(known) and all(before[check].mistake for check in known)
