"""Where a program goes on for ever: it is looked at several times, and what stays tells.

What a loop calls comes and goes. The innermost function that is there each time holds the loop that
does not end: the innermost one around all the lines in which it was met. Imports nothing of ours.
"""

from __future__ import annotations

import ast
import time

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing `typing` takes longer than all the rest
    import types

LOOKS = 10
"""How often it is looked at, in the second half of the time that it has."""


class Endless(BaseException):
    """It has been running for as long as it may."""


class Looks:
    """The looks at one run that may never end."""

    def __init__(self, seconds: float) -> None:
        self.first = seconds / 2
        self.between = seconds / 2 / LOOKS
        self._until = time.process_time() + seconds
        self._stacks: list[list[tuple[types.FrameType, int]]] = []
        self._is_over = False

    def look(self, _number: int, frame: types.FrameType | None) -> None:
        """Notes where it is. Raises Endless where its time is up, and only once.

        A second time it might be the grader's own code that is interrupted.
        """
        if self._is_over:
            return
        stack = []
        while frame is not None:
            stack.append((frame, frame.f_lineno))
            frame = frame.f_back
        self._stacks.append(stack[::-1])
        self._is_over = len(self._stacks) > LOOKS or time.process_time() >= self._until
        if self._is_over:
            raise Endless

    def stood(self, name: str, text: bytes) -> tuple[int, str]:
        """The line of the loop in a file of that name, or where it was; and the function.

        0 and "" where it was not in that file.
        """
        found = 0, ""
        for same in zip(*self._stacks, strict=False):
            frame, lines = same[0][0], {line for _, line in same}
            if any(other is not frame for other, _ in same):
                break
            if frame.f_code.co_filename == name:
                line = _loop(text, min(lines), max(lines)) or same[-1][1]
                found = line, frame.f_code.co_name
        return found


def _loop(text: bytes, first: int, last: int) -> int:
    """The line of the innermost loop that holds these lines and that between; 0 if none does."""
    try:
        nodes = ast.walk(ast.parse(text))
    except (SyntaxError, ValueError):
        return 0
    loops = (node for node in nodes if isinstance(node, (ast.For, ast.While)))
    around = (n.lineno for n in loops if n.lineno <= first and last <= (n.end_lineno or 0))
    return max(around, default=0)
