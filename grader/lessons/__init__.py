"""The lessons: the only place that names what one of them computes."""

from .backprop import backprop

LESSONS = (backprop,)
"""All the lessons, in the order in which they are learned."""
