"""What a class was graded under."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..settings import Settings
from .intake.delivery import Delivery


@dataclass(frozen=True)
class Conditions:
    """What a class was graded under: all that a report has to say about itself.

    inputs       the names of the zips, folders or files that it came from
    layout       the system that they are from; `ignored` is what was left aside, `unclaimed` what
                 of that may be somebody's
    not_chosen   what was handed in as well, by students whom --only left out
    attempt      which of several attempts counts; `shard` is "i/n" in a part of a class
    settings     the instructor's, without the secret
    secret       eight hexadecimal digits that stand for the secret, and do not give it away
    code_key     makes the codes that stand for students where names are left out
    best_effort  was a room allowed that could not be locked?
    machine      the versions of byhand and Python, and the platform
    fingerprint  that of the results which belong to it, in hexadecimal
    zone         the place whose time is meant where a time names no zone, see deadline.py
    anonymous    are names left out of the pages?
    """

    inputs: tuple[str, ...]
    layout: str
    ignored: tuple[str, ...]
    attempt: str
    settings: Settings
    secret: str
    code_key: str
    best_effort: bool
    machine: Mapping[str, str]
    fingerprint: str
    zone: str = ""
    shard: str = ""
    unclaimed: tuple[str, ...] = ()
    not_chosen: tuple[Delivery, ...] = ()
    anonymous: bool = False
