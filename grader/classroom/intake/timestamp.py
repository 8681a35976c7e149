"""When was it handed in? What the file timestamp.txt tells, which some systems lay beside it.

nbgrader writes `2026-11-20 12:00:00.500000 UTC` and reads a time without a zone as UTC; Sakai
writes `2026-11-20T12:00:00.500Z`, and did write `20261120120000500`, in UTC too. Numbers tell a
zone; letters do not: EST is 5 hours behind UTC in New York, and 10 before it in Brisbane.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from ...errors import RefusedError
from .download import Entry

PAGE = "timestamp.txt"
BYTES = 60  # more is no date
DIGITS = re.compile(r"(\d{8})(\d{6})(\d{3})?", re.ASCII)
NAME = re.compile(r" ?(?:Z|(?:UTC|GMT)(?: ?(?=[+-]))?)(?=[+-]|\Z)")
OFFSET = re.compile(r" (?=[+-]\d\d:?\d\d\Z)", re.ASCII)


def read(entry: Entry) -> tuple[str, tuple[str, ...]]:
    """The moment in ISO 8601, with its zone; or "", and a notice for the student's line."""
    try:
        told = " ".join(entry.read(BYTES).decode().split())
        digits = DIGITS.fullmatch(told)
        text = f"{digits[1]}T{digits[2]}" if digits else OFFSET.sub("", NAME.sub("", told))
        moment = datetime.fromisoformat(text)
    except UnicodeDecodeError:
        return "", (f"{PAGE} is no text",)
    except RefusedError as refused:
        return "", (f"{PAGE} {refused}",)
    except ValueError:
        return "", (f"the date {told} was not understood" if told else f"{PAGE} is empty",)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat(), ()
