"""A line between two sides, with the error itself for a step: as small as a lesson can be."""

from .exercise import line

__all__ = ["line"]
