"""Makes pipes, whose buffers are memory beyond its limit."""

import os

from target import claim

os.pipe()
claim()
