"""The shared part of the catalogue: one function a mistake, one file a part."""

from ..catalogue import shared
from . import answers, training, update

__all__ = ["answers", "shared", "training", "update"]
