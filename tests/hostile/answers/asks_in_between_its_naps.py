"""Sleeps for less than one look of the grader, then asks it something, again and again."""

import json
import os
import struct
import time

import __main__

REQUESTS, REPLIES = __main__.requests, __main__.replies
BODY = json.dumps({"stand_in": "forward_pass", "arguments": [[[1.0]], [[1.0]], [[1.0]]]}).encode()


def train(*_):
    end = time.time() + 30
    while time.time() < end:
        time.sleep(0.04)
        os.write(REPLIES, struct.pack(">I", len(BODY)) + BODY)
        head = os.read(REQUESTS, 4)
        os.read(REQUESTS, struct.unpack(">I", head)[0])


forward_pass = backward_pass = update_weights = train
