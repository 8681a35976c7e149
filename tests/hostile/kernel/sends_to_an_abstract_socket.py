"""Sends to a socket that has a name but no file."""

import os
import struct

from target import ABSTRACT, connected

os.write(connected(1, 2, struct.pack("=H", 1) + ABSTRACT.encode()), b"0.125")
