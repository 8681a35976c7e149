"""Refusals: what cannot be done, in words for people, and the code that a command ends with.

Each says the fact first, and then what to do next. A `Refusal` is about what the command was
given; a `Fault` is the grader's own, or the machine's, and never costs a learner a point.
"""

from __future__ import annotations


class Refusal(Exception):
    """This cannot be done as it was asked."""

    exit_code = 2


class Fault(Refusal):
    """This cannot be done on this machine, or not just now."""

    exit_code = 3


class Refused(Refusal):
    """This is no submission."""


class NotebookError(Refusal):
    """These bytes are no notebook that can be read as Python."""


class SettingsError(Refusal):
    """The settings cannot be used."""


class AlreadyThere(Refusal):
    """A file that would be written exists already: somebody's work may be in it."""


class RefusedError(Refusal):
    """A file of a download will not be opened; the text says why: "is a symbolic link"."""


class IntakeError(Refusal):
    """A download cannot be taken in."""


class GradebookError(Refusal):
    """A gradebook cannot be filled."""


class RosterError(Refusal):
    """A list of students cannot be used."""


class DeadlineError(Refusal):
    """The deadline cannot be compared with this class's times."""


class OverridesError(Refusal):
    """overrides.csv cannot be applied as it is."""


class ShardError(Refusal):
    """Shards that do not make a class."""


class OtherReportError(Refusal):
    """The report is of something else."""


class ForeignFileError(Refusal):
    """There are files in the folder that nobody may lose."""


class MissingExtraError(Refusal):
    """Something that this needs is not installed; the words say what to install."""


class CannotServeError(Refusal):
    """The page cannot be served here."""


class JournalError(Refusal):
    """The journal cannot be used."""


class DiskFullError(JournalError, Fault):
    """Nothing more can be kept; what was committed before is safe."""

    def __init__(self) -> None:
        super().__init__(
            "The disk is full. What was graded so far is kept: "
            "make room, and run the same command again."
        )


class EngineError(Fault):
    """There is nothing to grade with."""


class OtherGraderError(Fault):
    """This machine has another grader or another Python than the one that asks."""


class TooOpenError(Fault):
    """This machine cannot hide the checks from a submission, and that was asked for."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"Not graded: this machine cannot lock the room well enough. {reason}\n"
            "Use Linux (or WSL2), or say --isolation=best-effort if you trust what is handed in."
        )
        self.reason = reason
