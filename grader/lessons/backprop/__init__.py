"""Implementing backpropagation: one hidden layer of sigmoid units, one sigmoid output."""

from .exercise import backprop

__all__ = ["backprop"]
