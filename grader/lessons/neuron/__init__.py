"""One unit that learns: a single sigmoid unit, by gradient descent."""

from . import caught_alone, mistakes, quantities  # noqa: F401  (what they hold, they enter)
from .lesson import neuron

__all__ = ["neuron"]
