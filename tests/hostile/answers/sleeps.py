"""Sleeps for a minute, which costs no computing time."""

import time

time.sleep(60)
