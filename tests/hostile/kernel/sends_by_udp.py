"""Sends a datagram, which needs no connection."""

import os

from target import UDP, connected, internet

os.write(connected(2, 2, internet(UDP)), b"0.125")
