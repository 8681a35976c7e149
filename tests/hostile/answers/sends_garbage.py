"""Sends what is no frame at all."""

import os

from target import send

send(os.urandom(4096))
