"""The mistakes that any lesson with a sigmoid unit and an update has, entered once."""

from __future__ import annotations

from ...mistakes import Catalogue

shared = Catalogue()
