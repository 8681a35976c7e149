"""Announces an answer of four gigabytes and sends a little of it."""

from target import send

send(b"\xff\xff\xff\xff" + b"[" * 4096)
