"""The sigmoid, which every unit squashes with; its slope, and what undoes it."""

from __future__ import annotations

import math

from ....solution.matrix import Matrix


def sigmoid(z: float) -> float:
    """1 / (1 + e⁻ᶻ), without overflow."""
    return 1.0 / (1.0 + math.exp(-z)) if z >= 0 else math.exp(z) / (1.0 + math.exp(z))


def logit(p: float) -> float:
    """What the sigmoid has made `p` of: log(p / (1 − p)). Raises where p is not inside (0, 1)."""
    return math.log(p / (1.0 - p))


def slope(activation: Matrix) -> Matrix:
    """The slope of the sigmoid where its value is `activation`: f(z) (1 − f(z))."""
    return activation * (1 - activation)
