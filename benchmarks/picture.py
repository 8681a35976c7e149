"""A picture of the results: bars on a scale where each line is ten times the one before."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, LABELS, BAR, GAP, RIGHT = 860, 290, 22, 10, 110
OURS, OTHERS, INK, LINE = "#0b6e4f", "#9aa5b1", "#1f2933", "#e4e7eb"


@dataclass(frozen=True)
class Bars:
    """One chart: a title, the unit, and a name, a value and whether it is ours for each bar."""

    title: str
    unit: str
    bars: Sequence[tuple[str, float, bool]]


def drawn(charts: Sequence[Bars]) -> str:
    """The charts, one below the other, as SVG."""
    parts, top = [], 24
    for chart in charts:
        part, height = _chart(chart, top)
        parts += part
        top += height + 34
    said = escape("; ".join(chart.title for chart in charts))
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top}" role="img" '
            f'aria-label="{said}" font-family="system-ui, sans-serif" font-size="14">',
            f'<rect width="{WIDTH}" height="{top}" fill="#ffffff"/>',
            *parts,
            "</svg>\n",
        ]
    )


def _chart(chart: Bars, top: int) -> tuple[list[str], int]:
    # A difference of two small runs can come out as none at all, which no power of ten is.
    values = [value for _, value, _ in chart.bars if value > 0] or [1.0]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    room = WIDTH - LABELS - RIGHT

    def x(value: float) -> float:
        return LABELS + room * (math.log10(max(value, 10.0**low)) - low) / max(1, high - low)

    first = top + 34
    bottom = first + len(chart.bars) * (BAR + GAP)
    parts = [_text(20, top + 8, chart.title, weight="600")]
    for power in range(low, high + 1):
        at = x(10**power)
        parts.append(
            f'<line x1="{at:.1f}" y1="{first - 8}" x2="{at:.1f}" y2="{bottom}" stroke="{LINE}"/>'
        )
        tick = f"{10**power:,g} {chart.unit}"
        parts.append(_text(at, bottom + 14, tick, anchor="middle", size=12))
    for number, (name, value, ours) in enumerate(chart.bars):
        y = first + number * (BAR + GAP)
        weight = "600" if ours else "400"
        parts.append(_text(LABELS - 12, y + 16, name, anchor="end", weight=weight))
        parts.append(
            f'<rect x="{LABELS}" y="{y}" width="{max(1.0, x(value) - LABELS):.1f}" '
            f'height="{BAR}" rx="2" fill="{OURS if ours else OTHERS}"/>'
        )
        shown = f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
        parts.append(_text(x(value) + 8, y + 16, f"{shown} {chart.unit}", weight=weight))
    return parts, bottom + 14 - top


def _text(
    x: float, y: float, words: str, *, anchor: str = "start", weight: str = "400", size: int = 14
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{INK}" text-anchor="{anchor}" '
        f'font-weight="{weight}" font-size="{size}">{escape(words)}</text>'
    )
