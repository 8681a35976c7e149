"""What a journal keeps of conditions, deliveries and reports, and how that is read again."""

from __future__ import annotations

import dataclasses
import json
import zlib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from ..settings import Settings
from ..verdict import Ending, Finding, Isolation, Outcome, Report
from .conditions import Conditions
from .intake.delivery import Delivery

NOT_IN_TEXT = {"key", "is_blank", "fetch"}
"""What of a delivery stands in a column of its own, and what cannot be kept."""


def conditions_as_text(conditions: Conditions) -> str:
    others = [delivery_as_text(each) for each in conditions.not_chosen]
    about = {"settings": conditions.settings.as_dict(), "not_chosen": others}
    return json.dumps({**vars(conditions), **about})


def conditions_of(text: str) -> Conditions:
    table = json.loads(text)
    lists = {name: tuple(table.get(name, ())) for name in ("inputs", "ignored", "unclaimed")}
    others = tuple(delivery_of(each, None, False) for each in table.get("not_chosen", ()))
    settings = Settings.of_dict(table["settings"])
    return Conditions(**{**table, **lists, "settings": settings, "not_chosen": others})


def delivery_as_text(delivery: Delivery) -> str:
    table = {
        entry.name: getattr(delivery, entry.name)
        for entry in dataclasses.fields(delivery)
        if entry.name not in NOT_IN_TEXT
    }
    return json.dumps(table)


def delivery_of(text: str, key: bytes | None, is_blank: bool) -> Delivery:
    table = json.loads(text)
    lists = {name: tuple(table[name]) for name in ("members", "notices", "member_ids")}
    return Delivery(**{**table, **lists, "key": key, "is_blank": is_blank})


def packed(report: Mapping[str, Any]) -> bytes:
    return zlib.compress(json.dumps(report).encode(), zlib.Z_BEST_SPEED)


def report_of(packed: bytes) -> Report:
    table = json.loads(zlib.decompress(packed))
    del table["schema"]
    values = {
        "outcome": Ending(table["outcome"]),
        "isolation": Isolation(**table["isolation"]),
        "findings": tuple(_finding(**finding) for finding in table["findings"]),
        "notices": tuple(table.get("notices", ())),
    }
    return Report(**{**table, **values})


@lru_cache(maxsize=4096)
def _finding(*, outcome: str, **table: Any) -> Finding:
    """Cached, so that students with the same result share one object: in a class, most do."""
    return Finding(outcome=Outcome(outcome), **table)
