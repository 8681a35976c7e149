"""Calculates for a minute inside of one call of C code."""

import re

re.match(r"(a+)+$", "a" * 30 + "b")
