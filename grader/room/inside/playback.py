"""A NumPy script in the locked room: run from the top, again and again, on the grader's terms.

For every training that the grader asks for the whole script (rewriting.py) is run anew:

    records      data_prep hands over the grader's; a script that reads binary.csv by itself gets
                 a table to prepare, and the grader's records as its training begins; once it
                 keeps its own, to be judged (own_records.py)
    learnrate    the grader's, wherever the script writes one down
    epochs       the grader's, in the head of the training loop; where a training goes in tenths,
                 wherever the script says how many there are, or does something now and then
    weights      the grader's, put into the script's own arrays as the training loop begins
    results      what these arrays are as the training loop ends; there the script ends, too,
                 unless the loop works on a copy and what is read later is still to be filled

Which loop is the training is found out by first runs (first_runs.py), and whether it takes as few
records as that (enough.py). What is noted in it, script_training.py says.

Loaded by worker.py before the room is locked; imports nothing of ours but what stands beside it.
"""

from __future__ import annotations

import contextlib
import random
import sys
import types
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from .arising import Arising
from .learnrate import Places
from .murmur import Murmur
from .own_records import OwnRecords
from .places import Place
from .rehearsal import Over
from .replacements import Replacements
from .returning import unwatch
from .script_training import Encode, Training
from .trees import HOOK

FEWEST_IN_TENTHS = 20
"""Epochs of a training in which a script does now and then what it does so in its own.

A tenth of that is a whole number of epochs, and more than one.
"""

Found: TypeAlias = "tuple[int | None, tuple[Place, Place], bool, int, int]"
NOT_YET: Found = (None, ((), ()), False, 0, 0)

Guard = Callable[[str, Callable[[], None]], tuple[None, Any]]
"""Runs something, and gives the description of what it raised in a file of that name, or None."""


class Playback:
    """One submission, to be run as often as the grader wishes."""

    def __init__(
        self,
        prepared: Any,
        table: Sequence[Sequence[float]],
        lesson: Mapping[str, Any],
    ) -> None:
        """`prepared` is the script as rewriting.py has made it ready.

        Where its numbers may be weights, or records, in several ways, `reading` says which it is.
        `table` is what it finds in the lesson's file. Of the `lesson` it takes the names of its
        `weights` and `features`, its `target`, its number of records, `n_records`, the name of its
        `file`, and the `columns` of that.
        """
        import numpy
        import pandas

        self.numpy, self.pandas = numpy, pandas
        self.name = prepared.code.co_filename
        self.mentioned: Sequence[frozenset[str]] = prepared.mentioned
        self.changed: Sequence[frozenset[str]] = prepared.changed
        self.read_later: Sequence[frozenset[str]] = prepared.read_later
        self.in_heads: Sequence[frozenset[str]] = prepared.in_heads
        self.gone_through: Sequence[frozenset[str]] = prepared.gone_through
        self.endless: frozenset[int] = prepared.endless
        self.asked_for_more: frozenset[int] = prepared.asked_for_more
        self.over_epochs: frozenset[int] = prepared.over_epochs
        self.trainings: Sequence[int] = prepared.trainings
        self.lines: Sequence[int] = prepared.lines
        self.loop: int | None
        self._found = NOT_YET
        self.modules: Any = None
        self.matrix: Any = None
        self.splits = self.is_in_a_generator = False
        self.measured: Places | None = None
        self.reading = 0
        self._n_hidden = 0
        self._code = prepared.code
        self.table = table
        self.lesson = lesson
        self.columns = pandas.Index(lesson["features"])
        self._training: Training | None = None
        self._murmur = Murmur(sys.stdout)
        self._runs = 0
        sys.stdout = self._murmur
        self.replacements = Replacements(
            numpy, pandas, (table, lesson), self._note_reading, self._drawn
        )

    def give_matrices(self, matrix: types.CodeType) -> None:
        """It imports the lesson's matrix.py, and what data_prep has are matrices."""
        module = sys.modules["matrix"] = types.ModuleType("matrix")
        exec(matrix, module.__dict__)
        self.matrix = module.Matrix
        self.matrix.__array__ = lambda own, *_, **__: self.numpy.array(own.rows)

    def leave(self) -> None:
        """Another script comes into the room."""
        sys.modules.pop("matrix", None)
        self.modules.forget()
        self.replacements.leave()

    def look(
        self,
        noted: tuple[types.CodeType, Any],
        asked: Mapping[str, Any],
        runs: Sequence[Sequence[Any]],
        guarded: Guard,
        encode: Encode,
    ) -> list[dict[str, Any]]:
        """The same training once for each set of values that are put into it (noting.py).

        `noted` is the script with its sites, and its notes.
        """
        notes, found = noted[1], []
        for puts in runs:
            notes.begin_run((), waits=True)
            played = self.play(asked, guarded, encode, (*noted, puts))
            found.append({"weights": played["weights"], "crash": played["crash"], **notes.told()})
        return found

    @property
    def _found(self) -> Found:
        """What rehearsals have found out of it."""
        return self.loop, self.places, self.is_one_epoch, self.n_before, self.n_readings

    @_found.setter
    def _found(self, found: Found) -> None:
        self.loop, self.places, self.is_one_epoch, self.n_before, self.n_readings = found

    def play(
        self, asked: Mapping[str, Any], guarded: Guard, encode: Encode, noted: Any = None
    ) -> dict[str, Any]:
        """One training as it was asked for (see Training), and what came of it, encoded.

        One of twenty epochs, thirty and so on goes in tenths, unless it stops because of that.
        """
        in_tenths = asked["epochs"] >= FEWEST_IN_TENTHS and asked["epochs"] % 10 == 0
        played = self._play(asked, guarded, encode, noted, in_tenths=in_tenths)
        if in_tenths and played["crash"]:
            played = self._play(asked, guarded, encode, noted, in_tenths=False)
        return played

    def _play(
        self,
        asked: Mapping[str, Any],
        guarded: Guard,
        encode: Encode,
        noted: Any,
        *,
        in_tenths: bool,
    ) -> dict[str, Any]:
        training = Training(self, asked, encode, in_tenths=in_tenths)
        code, hooks = self._code, {}
        if noted:
            code, notes, puts = noted
            hooks = notes.hooks
            training.at_begin = lambda: notes.begin_noting(puts)
        elif self._runs == 1:
            training.at_begin = self._hear
        self._murmur.lost = self._runs > 0
        self._runs += 1
        crash = guarded(self.name, lambda: self._run(training, code, hooks))[1]
        self._n_hidden = training.n_hidden
        return {
            "n_hidden": training.n_hidden,
            "beforehand": training.rehearsal.n_beforehand,
            "none_in_sight": training.has_none_in_sight,
            "readings": self.n_readings,
            "like_units": [str(p[-1]) for p in self.places if training.has_like_units],
            "weights": training.weights,
            "names": training.names,
            "course": training.course,
            "single": training.single,
            "passed_over": len(training.rehearsal.trainings) > 1 or self._passes_over,
            "missing": self.modules.missing,
            "line": self.lines[self.loop] if self.loop is not None else 0,
            "never_ends": self.loop in self.endless,
            "one_epoch": self.is_one_epoch,
            "counted": training.epochs.are_counted,
            "crash": crash,
            "prepares_itself": training.records.were_prepared,
            "odd_targets": training.records.are_odd,
            "needs_ranks": training.records.need_ranks,
        }

    def play_its_own(
        self, asked: Mapping[str, Any], guarded: Guard, encode: Encode, arising: Arising
    ) -> dict[str, Any]:
        """A training with the records that it has by itself, and where some numbers arise."""
        training = Training(self, asked, encode)
        training.records = own = OwnRecords(self, asked)
        training.at_begin = arising.end
        self._murmur.lost = True
        arising.begin()
        crash = guarded(self.name, lambda: self._run(training, self._code, {}))[1]
        arising.end()
        return {
            "weights": training.weights,
            "crash": crash,
            "single": training.single,
            "names": {**own.told(encode), "arising": encode(arising.found)},
        }

    def _hear(self) -> None:
        """Lets what the script prints through again, for the rest of its first full run.

        The rehearsal has let through what comes before the training. All later runs would print
        the same, with other numbers.
        """
        self._murmur.lost = False

    @property
    def _passes_over(self) -> bool:
        """Are there other loops that look like trainings?"""
        return self.loop is not None and any(other != self.loop for other in self.trainings)

    def _run(self, training: Training, code: types.CodeType, hooks: Mapping[str, Any]) -> None:
        """Runs the script to the end of its training. Raises what it raises, and NoNetwork."""
        self._training = training
        random.seed(0)
        self.numpy.random.seed(0)
        self.modules.forget()
        self.replacements.in_order = bool(hooks)  # which note its values
        names: dict[str, Any] = {"__name__": "__main__", "__file__": self.name, HOOK: training}
        names.update(hooks)
        names["print"] = self._murmur.print
        names["open"] = self.modules.opener(self.replacements.text_of)
        try:
            with contextlib.suppress(Over):
                exec(code, names)
            training.close()
        except BaseException as error:
            if training.rehearsal.has_all or training.is_over:
                training.close()  # and what comes after it is not needed
                return
            training.note_crash(error.__traceback__)
            raise
        finally:
            unwatch()

    def _note_reading(self) -> None:
        if self._training:
            self._training.records.were_read = True

    def _drawn(self, value: Any) -> Any:
        return self._training.drawn(value) if self._training else value

    def records(self) -> dict[str, Any]:
        """The records of the training that is running, for whoever imports them."""
        assert self._training is not None
        self._training.records.were_imported = not self.splits
        return self._training.records.imported()
