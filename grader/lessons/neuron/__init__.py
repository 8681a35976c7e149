"""One unit that learns: a single sigmoid unit, by gradient descent."""

from .exercise import neuron

__all__ = ["neuron"]
