"""Asks not to be killed when the grader dies."""

from target import claim, syscall

SET_PDEATHSIG = 1
syscall("prctl", SET_PDEATHSIG, 0, 0, 0, 0)
claim()
