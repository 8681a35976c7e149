"""Announces an answer, sends less, and waits."""

import time

from target import send

send(b"\x00\x00\xff\xff{")
time.sleep(60)
