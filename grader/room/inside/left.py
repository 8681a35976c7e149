"""The weights that a training leaves to the lines after it, where it works on a copy of them.

They are what is put under the lesson's names afterwards. Only where these still hold what they
began with may the copy be what is read.

Loaded by worker.py before the room is locked; imports nothing of ours but what stands beside it.
"""

from __future__ import annotations

import types
from typing import Any

from .layers import Layers, is_held
from .places import Place, value_at


class Left:
    """Where the lines after a training read its weights, from the moment that it begins.

    `trained` are the weights of the training itself, once it is over.
    """

    def __init__(
        self, script: Any, frame: types.FrameType, start: list[Any], n_features: int
    ) -> None:
        """What is read later, and is in sight already, starts as the training does."""
        self._script, self._frame, self._start = script, frame, start
        self.trained: list[Any] = []
        self._to_come = self._named_later()
        places = self._read_later()
        self._layers: Layers | None = None
        if places != script.places:
            self._layers = Layers(script.numpy, frame, places, n_features)
            self._layers.fill(start)

    @property
    def is_there(self) -> bool:
        """Is it in the training's own arrays that the weights are read?"""
        return self._layers is None and not self._to_come

    def weights(self) -> list[Any]:
        """Both layers' weights as the lines after the training have them."""
        left = self._layers.now() if self._layers else self.trained
        handed = zip(
            self._script.lesson["weights"], self._script.places, self.trained, left, self._start,
            strict=True,
        )  # fmt: skip
        return [self._handed(*one) for one in handed]

    def _named_later(self) -> list[str]:
        """The names of the lesson's that are read after the training, and have no value so far."""
        later, names = self._script.read_later[self._script.loop], self._script.lesson["weights"]
        return [n for n in names if n in later and value_at(self._frame, (n,)) is None]

    def _read_later(self) -> tuple[Place, Place]:
        """Where the weights are read after the training: under the lesson's names, or in place."""
        later = self._script.read_later[self._script.loop] - {*self._to_come}
        names, places = self._script.lesson["weights"], self._script.places
        w, W = ((n,) if n in later else p for n, p in zip(names, places, strict=True))
        return w, W

    def _handed(self, name: str, place: Place, trained: Any, left: Any, start: Any) -> Any:
        """One layer's weights."""
        numpy, names = self._script.numpy, self._frame.f_globals
        if name in self._to_come:
            own = names.get(name)
            same = own is None or is_held(
                numpy, {"": own, "turned": getattr(own, "T", None)}, trained
            )
            return trained if same else own
        is_left = numpy.array_equal(left, start)
        if place[0] in names:
            is_kept = place[0] in self._script.read_later[self._script.loop]
        else:  # what a function has trained is to be handed out of it
            is_kept = self._layers is None or is_held(numpy, names, trained)
        return trained if is_left and is_kept else left
