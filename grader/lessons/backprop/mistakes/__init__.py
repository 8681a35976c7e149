"""The catalogue: what learners really get wrong, one function a mistake, one file a part."""

from ...descent.mistakes import shared
from .. import other_checks  # noqa: F401  (a mistake is of a check that is there)
from ..lesson import backprop
from . import backward, forward, training

__all__ = ["backward", "forward", "training"]

backprop.learn_from(shared)
