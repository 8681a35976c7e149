"""What an instructor decides: the secret, the points, the limits, how much is told.

    secret = "made for you if it is missing"
    feedback = "full"                  # or "steps", or "score"
    deadline = 2026-12-01T23:59:00Z    # later ones are marked late, nothing is taken off

    [points]                           # of a whole part, or of one check
    "backward pass" = 45
    final_accuracy = 0

    [limits]
    training_seconds = 10
"""

from __future__ import annotations

import dataclasses
import datetime
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import whole_file
from .room.program import Limits

FEEDBACK = ("full", "steps", "score")

POINTS: Mapping[str, Mapping[str, float]] = {
    "forward pass": {"hidden_input": 6, "hidden_output": 6, "output": 8},
    "backward pass": {
        "error": 5,
        "output_error_term": 12,
        "hidden_error": 7,
        "hidden_error_term": 9,
        "del_w_hidden_output": 5,
        "del_w_input_hidden": 5,
        "gradient": 2,
    },
    "update": {"update_weights": 8, "keeps_old_weights": 2},
    "training": {
        "summed_over_records": 6,
        "zeroed_each_epoch": 4,
        "updated_once_per_epoch": 3,
        "both_layers_updated": 3,
        "every_epoch": 2,
        "weight_shapes": 1,
        "reported_losses": 2,
        "loss_falls": 2,
        "final_accuracy": 2,
    },
}


LEFT_OUT: Mapping[str, frozenset[str]] = {
    "numpy": frozenset({"keeps_old_weights", "reported_losses"}),
}
"""What cannot be seen in a form: a script is given no weights, and hands no losses back."""


class SettingsError(ValueError):
    """The settings cannot be used; the words say why and what to do."""


def default_points() -> dict[str, float]:
    return {check: points for part in POINTS.values() for check, points in part.items()}


def points_in(form: str, points: Mapping[str, float]) -> dict[str, float]:
    """What the checks of a form are worth: the heaviest of a part has what is left out there."""
    found = dict(points)
    for part in POINTS.values():
        left_out = [check for check in part if check in LEFT_OUT.get(form, ())]
        heaviest = max((c for c in part if c not in left_out), key=lambda c: found.get(c, 0.0))
        for check in left_out:
            found[heaviest] = found.get(heaviest, 0.0) + found.pop(check, 0.0)
    return found


@dataclass(frozen=True)
class Settings:
    """The instructor's decisions. `made_secret` says where a missing secret was kept."""

    secret: str
    feedback: str = "full"
    deadline: datetime.datetime | None = None
    points: Mapping[str, float] = field(default_factory=default_points)
    limits: Limits = field(default_factory=Limits)
    made_secret: str = ""


def read(path: Path) -> Settings:
    """The settings of a file; a missing secret is made and written into it.

    Raises SettingsError.
    """
    try:
        text = path.read_text(encoding="utf-8")
        table = tomllib.loads(text)
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}. Check the path.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} is not TOML: {error}. Mend that line.") from None
    made = ""
    if not table.get("secret"):
        table["secret"] = _make_secret(path, text)
        made = f"A secret was made and kept in {path}: the same class needs the same file."
    return dataclasses.replace(_checked(path, table), made_secret=made)


def default(path: Path) -> Settings:
    """The settings of `path` if there are any, else defaults with a secret that is kept there."""
    if not path.exists():
        _write(path, "")
    return read(path)


def _checked(path: Path, table: Mapping[str, Any]) -> Settings:
    known = {"secret", "feedback", "deadline", "points", "limits"}
    for key in table:
        if key not in known:
            raise SettingsError(f"{path} has an unknown key {key!r}; known are {sorted(known)}.")
    secret, feedback = table["secret"], table.get("feedback", "full")
    if not isinstance(secret, str):
        raise SettingsError(f"{path}: the secret is a text; put it in quotes.")
    if feedback not in FEEDBACK:
        raise SettingsError(f"{path}: feedback is one of {', '.join(FEEDBACK)}, not {feedback!r}.")
    deadline = table.get("deadline")
    if deadline is not None and not isinstance(deadline, datetime.datetime):
        raise SettingsError(f"{path}: deadline is a date and time like 2026-12-01T23:59:00Z.")
    return Settings(
        secret=secret,
        feedback=feedback,
        deadline=deadline,
        points=_points(path, table.get("points", {})),
        limits=_limits(path, table.get("limits", {})),
    )


def _points(path: Path, table: Any) -> dict[str, float]:
    points = default_points()
    for name, value in _numbers(path, "points", table).items():
        if name in POINTS:
            whole = sum(POINTS[name].values())
            points.update({c: p * value / whole for c, p in POINTS[name].items()})
        elif name not in points:
            raise SettingsError(
                f"{path}: there is no part and no check {name!r}; "
                f"parts are {', '.join(POINTS)}, checks {', '.join(points)}."
            )
    points.update({name: value for name, value in table.items() if name in points})
    return points


def _limits(path: Path, table: Any) -> Limits:
    known = {entry.name for entry in dataclasses.fields(Limits)}
    numbers = _numbers(path, "limits", table)
    for name, value in numbers.items():
        if name not in known or value <= 0:
            raise SettingsError(f"{path}: limits are {', '.join(sorted(known))}, all above 0.")
    limits = dataclasses.replace(Limits(), **numbers)  # type: ignore[arg-type]
    return dataclasses.replace(limits, memory_mib=int(limits.memory_mib))


def _numbers(path: Path, section: str, table: Any) -> dict[str, float]:
    if not isinstance(table, dict):
        raise SettingsError(f"{path}: [{section}] is a table of names and numbers.")
    for name, value in table.items():
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < 1e6:
            raise SettingsError(f"{path}: {section} of {name!r} is a number, 0 or more.")
    return table


def _make_secret(path: Path, text: str) -> str:
    secret = secrets.token_hex(16)
    _write(path, f'secret = "{secret}"\n{text}')
    return secret


def _write(path: Path, text: str) -> None:
    """Replaces the file in one go, readable by its owner alone."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        whole_file.replace(path, text.encode(), mode=0o600)
    except OSError as error:
        raise SettingsError(
            f"The secret cannot be kept in {path}: {error.strerror}. "
            'Give a settings file with a line secret = "…".'
        ) from None
