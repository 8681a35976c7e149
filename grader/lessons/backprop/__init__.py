"""Implementing backpropagation: one hidden layer of sigmoid units, one sigmoid output."""

from . import mistakes, quantities  # noqa: F401  (they enter what they hold into the lesson)
from .lesson import backprop

__all__ = ["backprop"]
