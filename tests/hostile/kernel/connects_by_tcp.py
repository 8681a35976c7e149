"""Connects to a port of this machine."""

from target import TCP, connected, internet

connected(2, 1, internet(TCP))
