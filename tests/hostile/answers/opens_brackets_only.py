"""Sends four hundred thousand opening brackets."""

from target import answer

answer(b"[" * 400_000)
