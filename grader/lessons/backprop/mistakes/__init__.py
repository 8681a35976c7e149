"""The catalogue: what learners really get wrong, one function a mistake, one file a part."""

from . import backward, forward, training, update

__all__ = ["backward", "forward", "training", "update"]
