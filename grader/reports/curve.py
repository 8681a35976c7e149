"""A falling line, drawn in characters: the loss over a training."""

from __future__ import annotations

from collections.abc import Sequence

WIDTH = 60
HEIGHT = 6
EIGHTHS = " ▁▂▃▄▅▆▇█"


def drawn(losses: Sequence[float], width: int = WIDTH) -> str:
    """The losses as columns of blocks, the first and the last value written at the ends.

    Each column is the mean of its share of the epochs; the axis starts at 0.
    """
    columns = _columns(losses, max(1, min(width, len(losses))))
    top = max(columns) or 1.0
    heights = [round(value / top * HEIGHT * 8) for value in columns]
    lines = [
        "  " + "".join(EIGHTHS[max(0, min(8, height - row * 8))] for height in heights).rstrip()
        for row in reversed(range(HEIGHT))
    ]
    first, last = f"{losses[0]:.4f}", f"{losses[-1]:.4f}"
    gap = max(1, len(columns) - len(first) - len(last))
    return "\n".join([*lines, f"  {first}{' ' * gap}{last}"])


def _columns(losses: Sequence[float], width: int) -> list[float]:
    columns = []
    for column in range(width):
        share = losses[column * len(losses) // width : (column + 1) * len(losses) // width]
        columns.append(sum(share) / len(share))
    return columns
