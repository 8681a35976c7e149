"""Raises an exception that steers a terminal while the file is imported."""

raise type("\x1b[31mred", (Exception,), {})("\x1b[2J\ud800\u202e")
