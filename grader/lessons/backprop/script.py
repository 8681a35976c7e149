"""The grader's handle on a NumPy script: it is run anew for every training that is asked for.

A script has no functions to call. What can be given to it are records, weights, the number of
epochs and the learnrate, and what it gives back are the weights that its training ends with; what
the lesson's names held on the way is noted. How that is done, playback.py says.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self

from ....solution.matrix import Matrix
from ...judging.mark import Mark, unless_it_breaks
from ...room.account import Account
from ...room.answers import Answer, Crash, answered, lists
from ...room.equipped import NEIGHBOURS, Equipped
from ...room.message import STRANGE
from ...room.noted import Noted, Puts, Site
from ...room.process import Start, fresh
from ...room.program import MATRIX, still_running, timed
from ...room.reading import NotTheExercise
from ...room.room import Stopped
from ...settings import Limits
from ..descent.training import Run
from . import steps
from .applicants import table_of, with_whole_scores
from .data_prep import beside_its_records
from .first_weights import like_units
from .own_records import Wanted
from .preparation import wrong_preparation
from .reading import moves_a_layer_rightly, short_training, trained_rightly

MOST_HIDDEN = 64
MOST_KEPT_ASIDE = 40
MATRICES = re.compile(
    rb"^\s*(from|import)\s+matrix\b|\b(features|targets)(_test)?\.(rows|entries)\b", re.MULTILINE
)
"""What says that a script has the lesson's matrices, which data_prep hands over."""

MORE = 2_000
"""Turns of loops, beyond those that a script takes before its training, after which one that is
tried in its place is taken to have none: to its end it may go on for very long."""

MOST_READINGS = 4
"""Of its numbers as weights, where these are apart (room/inside/apart.py)."""

RECORDS = ("features", "targets", "features_test", "targets_test")
N_RECORDS = 360
"""Records that the lesson has to learn from."""

LESSON: Mapping[str, object] = {
    "weights": ["weights_input_hidden", "weights_hidden_output"],
    "steps": [*steps.FORWARD, *steps.BACKWARD],
    "sums": ["del_w_hidden_output", "del_w_input_hidden"],
    "n_records": N_RECORDS,
    "n_aside": 40,
    "seed": 42,
    "features": ["gre", "gpa", "rank_1", "rank_2", "rank_3", "rank_4"],
    "target": "admit",
    "file": "binary.csv",
    "columns": ["admit", "gre", "gpa", "rank"],
}
"""What the room is told of the lesson where it runs a script; see rewriting.py and playback.py."""

CANNOT_FOLLOW = (
    "it prepares its records in a way that the grader cannot follow; "
    "with `from data_prep import features, targets` it can"
)
AS_A_WHOLE = "invalid literal for int()"
"""What is raised where a script takes the scores of the file for whole numbers, as they are."""

NO_EXERCISE = ("Strange", "NoNetwork")
"""What rewriting.py and playback.py raise where a script is another program than the exercise."""


def answers(x: Any, weights_input_hidden: Any, weights_hidden_output: Any) -> Any:
    """What a script's network answers, from NumPy arrays. It goes into the room, where one trains.

    Raises where they have other shapes than the lesson's.
    """
    import numpy

    a = 1 / (1 + numpy.exp(-x @ weights_input_hidden))
    return 1 / (1 + numpy.exp(-a @ weights_hidden_output))


@dataclass(frozen=True)
class Play:
    """One training that is asked for; `names` are noted in it, and `course` its weights.

    At its `own_pace` it is not ended after its epochs, but by itself.
    """

    run: Run
    names: Sequence[str] = ()
    course: bool = False
    own_pace: bool = False

    @cached_property
    def asked(self) -> dict[str, object]:
        features_test, targets_test = kept_aside(self.run)
        return {
            "features": lists(self.run.features),
            "targets": lists(self.run.targets),
            "features_test": lists(features_test),
            "targets_test": lists(targets_test),
            "weights": [lists(layer) for layer in self.run.weights],
            "epochs": self.run.epochs,
            "learnrate": self.run.learnrate,
            "names": list(self.names),
            "course": self.course or self.own_pace,
            "own_pace": self.own_pace,
        }


def kept_aside(run: Run) -> tuple[Matrix, Matrix]:
    """Records that a script finds kept aside for a test: others than it is to learn from."""
    rows = run.features.rows[:MOST_KEPT_ASIDE]
    targets = run.targets.rows[:MOST_KEPT_ASIDE]
    more = [*rows, *rows][: len(rows) + 2]  # of one record three are made
    features = [[0.3 - 0.8 * entry for entry in reversed(row)] for row in more]
    wanted = [[1.0 - target] for [target] in [*targets, *targets][: len(more)]]
    return Matrix(features), Matrix(wanted)


class ScriptProgram(Equipped):
    """One script in its room. Use as a context manager.

    Once it is loaded, `n_hidden` is the number of hidden units that it has chosen, and `untouched`
    has the lesson's names whose TODO is as it was given. `training_in` is the line in which its
    training begins, and `has_no_end` whether nothing in it ends that; where it `is_one_epoch`, it
    is in no loop over epochs. Where it `needs_ranks`, it has them by number, and no flags that any
    numbers may stand for; where it `takes_only_all` it stops with fewer records than the lesson
    has, and gets each of a few repeatedly. Where it has been played, `counts_epochs` is whether it
    was seen to count them.
    """

    opening = "before its training began"
    opening_advice = "What stands above the training loop is to take no time: leave out what does."

    def __init__(
        self,
        source: bytes,
        *,
        file: str = "backprop_numpy.py",
        data: Mapping[str, Matrix],
        limits: Limits | None = None,
        start: Start = fresh,
        account: Account | None = None,
    ) -> None:
        """As in Equipped; `data` has features and targets, as many as there are applicants."""
        self.n_hidden = self.training_in = 0
        self.has_no_end = self.is_one_epoch = self.needs_ranks = self.takes_only_all = False
        self.untouched: frozenset[str] = frozenset()
        self.counts_epochs = False
        self._never_ends: Answer | None = None
        self._heard: str | None = None
        self._prepares_itself = False
        self._beforehand = 0
        self._reading: int | None = None
        self._table: Sequence[Sequence[float]] = ()
        self._like_units_in: list[str] = []
        self._wrong: tuple[tuple[str, Mark] | None] | None = None
        super().__init__(source, file=file, data=data, limits=limits, start=start, account=account)

    @property
    def is_endless(self) -> bool:
        return self._never_ends is not None

    @property
    def n_lines(self) -> int:
        """How many lines its text has."""
        return self.source.count(b"\n") + 1

    def with_source(self, source: bytes, *, looks: bool) -> Self:
        other = super().with_source(source, looks=looks)
        other._beforehand, other._reading = self._beforehand, self._reading
        other._table = self._table
        return other

    @property
    def _applicants(self) -> Sequence[Sequence[float]]:
        """What it finds in the lesson's file."""
        self._table = self._table or table_of(self.data)
        return self._table

    @property
    def size(self) -> int:
        return self.n_hidden

    def become(self, source: bytes) -> None:
        super().become(source)
        self._never_ends = self._wrong = None

    def load(self) -> Crash | None:
        """Runs the script up to its training; gives the crash if it has one.

        Raises NotTheExercise, and Stopped.
        """
        answer = self._rehearsed()
        if AS_A_WHOLE in str(answer.get("crash")):
            self._table = with_whole_scores(self._applicants)
            answer = self._rehearsed()
        readings = answer.get("readings")
        if isinstance(readings, int) and readings > 1 and self._reading is None:
            answer = self._read_rightly(min(readings, MOST_READINGS))
        elif readings == 1 and not answer.get("crash"):
            self._insist_on_weights_of_its_own(answer.get("n_hidden"))
        crash = answered(answer).crash
        if late := still_running(crash, 2 * self.limits.call_seconds):
            if words := answer.get("none_in_sight"):
                raise NotTheExercise(str(words)[:500])
            if crash is None or not crash.line:
                raise Stopped(late)
        if crash and crash.type in NO_EXERCISE:
            raise NotTheExercise(crash.message)
        n_hidden, untouched = answer.get("n_hidden"), answer.get("untouched")
        if crash is None and (not isinstance(n_hidden, int) or not 0 < n_hidden <= MOST_HIDDEN):
            raise NotTheExercise(f"a hidden layer has from 1 to {MOST_HIDDEN} units")
        self.n_hidden = n_hidden if isinstance(n_hidden, int) else 0
        self.notices = tuple(_notices(answer, self.source))
        line = answer.get("line")
        self.training_in = line if isinstance(line, int) else 0
        beforehand = answer.get("beforehand")
        if isinstance(beforehand, int) and not self._is_a_try:
            self._beforehand = beforehand
        self.has_no_end = answer.get("never_ends") is True
        self.is_one_epoch = answer.get("one_epoch") is True
        self._like_units_in = _names(answer.get("like_units"))
        self.untouched = frozenset(map(str, untouched if isinstance(untouched, list) else ()))
        self._prepares_itself = answer.get("prepares_itself") is True
        self.needs_ranks = answer.get("needs_ranks") is True
        self.takes_only_all = answer.get("only_all") is True
        if crash is None and answer.get("odd_targets") is True and not self.wrong_preparation:
            raise NotTheExercise(CANNOT_FOLLOW)
        return crash

    def _insist_on_weights_of_its_own(self, n_hidden: object) -> None:
        """Raises NotTheExercise where numbers are its weights that cannot be given to it."""
        if isinstance(n_hidden, int) and 0 < n_hidden <= MOST_HIDDEN:
            [came] = self.play([Play(short_training(n_hidden))])
            if came.crash and came.crash.type in NO_EXERCISE:
                raise NotTheExercise(came.crash.message)

    def _read_rightly(self, n_readings: int) -> Mapping[str, Any]:
        """The rehearsal in which its numbers are read as weights by which it trains rightly.

        Where it does so by none, one by which it moves one layer so; or else the first, which is
        the likeliest.
        """
        likeliest = list[int]()
        for self._reading in range(n_readings):
            answer = self._rehearsed()
            n_hidden = answer.get("n_hidden")
            if isinstance(n_hidden, int) and 0 < n_hidden <= MOST_HIDDEN:
                run = short_training(n_hidden)
                [came] = self.play([Play(run)])
                if trained_rightly(run, came):
                    return answer
                once = replace(run, epochs=1)
                [came] = self.play([Play(once)])
                likeliest += [self._reading] * moves_a_layer_rightly(once, came)
        self._reading, self._never_ends = [*likeliest, 0][0], None
        return self._rehearsed()

    def _rehearsed(self) -> Mapping[str, Any]:
        features, targets = lists(self.data["features"]), lists(self.data["targets"])
        answer = self._ask(
            {
                "op": "rehearse",
                "source": self._source,
                "shown": self._as_handed_in,
                "name": self._file,
                "table": self._applicants,
                "lesson": LESSON,
                "matrix": MATRIX if MATRICES.search(self.source) else None,
                "data_prep": beside_its_records(),
                "reading": self._reading or 0,
                "run": {
                    "features": features[:16],
                    "targets": targets[:16],
                    "features_test": features[16:24],
                    "targets_test": targets[16:24],
                    "weights": [],
                    "epochs": 1,
                    "learnrate": 0.005,
                    "names": [],
                    "course": False,
                    "own_pace": False,
                    **({"most_beforehand": self._beforehand + MORE} if self._is_a_try else {}),
                },
            },
            2 * self.limits.call_seconds,
        )
        self._loaded = True
        return answer

    @property
    def wrong_beginning(self) -> tuple[str, Mark] | None:
        """What is wrong with the weights or the records that it begins with: a check, its mark."""
        if self._like_units_in:
            return like_units(self.source, self._like_units_in, self.training_in)
        return self.wrong_preparation

    @property
    def wrong_preparation(self) -> tuple[str, Mark] | None:
        """What is wrong with the records that it prepares by itself: a check, and its mark."""
        if not self._prepares_itself:
            return None
        if self._wrong is None:
            wrong = unless_it_breaks(lambda: wrong_preparation(self, self._applicants), None)
            self._wrong = (wrong,)
        return self._wrong[0]

    def with_its_own(self, run: Run, wanted: Sequence[Wanted]) -> Answer:
        """A training with the records that it prepares, and where some numbers arise in it."""
        self._reload()
        answer = self._ask(
            {
                "op": "own_records",
                "source": self._source,
                "run": Play(run).asked,
                "arising": [[how, list(numbers)] for how, numbers in wanted],
            },
            self.limits.call_seconds,
        )
        return _answer({**answer, "course": None})

    def play(self, plays: Sequence[Play]) -> list[Answer]:
        """What came of each of these trainings: both layers' weights, and their course.

        A script that had to be stopped once is not run again.
        """
        if self._never_ends is not None or not plays:
            return [self._never_ends or Answer()] * len(plays)
        whole = any(play.run.is_whole for play in plays)
        seconds = self.limits.training_seconds if whole else self.limits.call_seconds
        try:
            self._reload()
            answer = self._ask({"op": "play", "runs": [play.asked for play in plays]}, seconds)
            played = answer.get("played")
            several = played if isinstance(played, list) else []
            answers = [_answer(one) for one in several]
            several = [one for one in several if isinstance(one, dict)]
            self.counts_epochs |= any(one.get("counted") is True for one in several)
            self.takes_only_all |= any(one.get("only_all") is True for one in several)
            answers[-1:] = [timed(one, seconds) for one in answers[-1:]]
            ended = answers[-1] if answers and answers[-1].stopped else None
            if ended:
                self._count_stop()
            if len(answers) != len(plays) and ended is None:
                raise Stopped(STRANGE)
        except Stopped as stopped:
            answers, ended = [], Answer(stopped=str(stopped))
        self._never_ends = ended
        self._heard = self.printed
        return answers + [ended or Answer()] * (len(plays) - len(answers))

    @property
    def printed(self) -> str:
        """What one run of it prints, up to its training and in that: it is run many times."""
        return super().printed if self._heard is None else self._heard

    def look_at_training(
        self, run: Run, runs: Sequence[Puts]
    ) -> tuple[list[Site], list[Noted]] | None:
        """Every value on the way through a training: one run for each of `runs`, which it puts in.

        None where nothing can be seen: the room had to be closed, or its answer makes no sense.
        """
        return self._looked(
            {
                "op": "look_at_script",
                "source": self._source,
                "run": Play(run).asked,
                "runs": [[put.asked for put in puts] for puts in runs],
            }
        )

    def _wanted(self) -> dict[str, Any]:
        return {**super()._wanted(), "neighbours": list(NEIGHBOURS)}


def _notices(answer: Mapping[str, Any], source: bytes) -> Iterator[str]:
    """What is to be known of how a script was graded, as the room says.

    Names that its text does not have are asked for by others, such as NumPy.
    """
    line, missing = answer.get("line"), answer.get("missing")
    if answer.get("passed_over") is True and type(line) is int:
        yield (
            f"there are several trainings in it: graded is the last one of a network with a "
            f"hidden layer, which begins in line {line}"
        )
    names = {str(name)[:80] for name in missing} if isinstance(missing, list) else set()
    own = {name for name in names if re.search(rf"\b{re.escape(name)}\b".encode(), source)}
    for name in sorted(filter(str.isidentifier, own))[:3]:
        near = difflib.get_close_matches(name, RECORDS, 1)
        meant = f"; did you mean {near[0]}?" if near else ""
        yield f"data_prep has no {name}{meant}"


def _answer(played: object) -> Answer:
    """Both layers' weights and their course as what was handed back."""
    one = played if isinstance(played, dict) else {}
    weights = one.get("weights")
    if isinstance(weights, list) and len(weights) == 2:
        return replace(answered({**one, "returned": [*weights, one.get("course")]}), batches=(1,))
    return answered(one)


def _names(told: object) -> list[str]:
    """The names that a room has told."""
    return [one for one in told if isinstance(one, str)] if isinstance(told, list) else []
