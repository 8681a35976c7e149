"""Gradescope, "Export submissions": a folder for each, and a file that says whose they are.

`assignment_123_export/submission_metadata.yml` maps `submission_456` to its `:submitters`, each
with `:name`, `:sid` and `:email` (some missing), and `:created_at`; the files lie in the folder
`submission_456/`. A group hands in once. Read from other programs that parse it and a fixture of
theirs, not from Gradescope's source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from ...errors import IntakeError, RefusedError
from .delivery import Delivery, Found, folded, written
from .download import ENTRIES, Download, Entry

SUBMISSION = re.compile(r"submission_\d+", re.ASCII)
METADATA = "submission_metadata.yml"
ZONE = re.compile(r" (?=(?:Z|[+-]\d\d:?\d\d)\Z)")  # the blank before it
NOTHING = ("", "~", "null")  # how YAML writes what isn't there


def read(download: Download) -> Iterator[Found]:
    """The files of the submissions that the metadata names."""
    for entry in download.entries:
        if entry.parts[-1] == METADATA and len(entry.parts) <= 2:
            yield from _export(download, entry)


def _export(download: Download, metadata: Entry) -> Iterator[Found]:
    """Nothing where no submission lies beside the file: then it is a student's own."""
    top = metadata.parts[:-1]
    beside = [
        (folder, "/".join(inside), entry)
        for entry in download.entries
        if entry.parts[: len(top)] == top and len(entry.parts) > len(top) + 1
        for folder, *inside in (entry.parts[len(top) :],)
    ]
    if not any(SUBMISSION.fullmatch(folder) for folder, _, _ in beside):
        return
    known = {str(key): _delivery(str(key), about) for key, about in _metadata(metadata).items()}
    for delivery in known.values():
        yield delivery, "", metadata
    for folder, file, entry in beside:
        if folder in known:
            yield known[folder], file, entry


def _metadata(entry: Entry) -> Mapping[Any, Any]:
    try:
        import yaml  # only classes on Gradescope need it
    except ImportError:
        raise IntakeError(
            f"{entry.path} is YAML, and PyYAML is not installed; "
            "install it with: pip install 'byhand[class]'"
        ) from None
    safe: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    # Text stays text: a number that begins with 0 is somebody's, and not in base eight.
    loader = type("Loader", (safe,), {"yaml_implicit_resolvers": {}})
    try:
        # It holds each submission's results too, and so is larger than a program.
        about = yaml.load(entry.read(limit=1000 * ENTRIES), Loader=loader)
    except (RefusedError, yaml.YAMLError) as failure:
        raise IntakeError(
            f"{entry.path} cannot be read: {failure}; export the submissions once more"
        ) from failure
    return about if isinstance(about, dict) else {}


def _delivery(submission: str, about: Any) -> Delivery:
    about = about if isinstance(about, dict) else {}
    there = about.get(":submitters")
    people = [_person(each) for each in there if _is_person(each)] if _is_list(there) else []
    names = tuple(person.get("name") or person.get("email", "") for person in people)
    identifiers = {"gradescope_submission": submission.removeprefix("submission_")}
    student = submission
    if len(people) == 1:
        known_as = {key: value for key, value in people[0].items() if key != "name"}
        identifiers |= known_as
        student = folded(next(iter([*known_as.values(), names[0] or submission])))
    return Delivery(
        student=student,
        name=", ".join(names) or submission,
        submitted_at=_iso(about.get(":created_at")),
        members=names if len(people) > 1 else (),
        member_ids=tuple(people) if len(people) > 1 else (),
        identifiers=identifiers,
        notices=() if people else ("Gradescope names nobody who handed this in",),
    )


def _is_list(there: Any) -> bool:
    return isinstance(there, list)


def _is_person(person: Any) -> bool:
    return isinstance(person, dict)


def _person(person: Mapping[str, Any]) -> dict[str, str]:
    """A submitter's number, e-mail and name, as far as they are there."""
    keys = {"org_defined_id": ":sid", "email": ":email", "name": ":name"}
    return {key: text for key, theirs in keys.items() if (text := _text(person, theirs))}


def _text(person: Mapping[str, Any], key: str) -> str:
    value = person.get(key)
    return "" if value in (None, *NOTHING) else written(str(value))


def _iso(moment: Any) -> str:
    """2026-02-03 04:05:06.123 Z in ISO 8601; what is no moment stays as it is."""
    text = "" if moment in (None, *NOTHING) else str(moment)
    try:
        return datetime.fromisoformat(ZONE.sub("", text.replace("UTC", "Z"))).isoformat()
    except ValueError:
        return text
