"""Implementing backpropagation: one hidden layer of sigmoid units, one sigmoid output."""

from . import caught_alone, mistakes, quantities  # noqa: F401  (what they hold, they enter)
from .lesson import backprop

__all__ = ["backprop"]
