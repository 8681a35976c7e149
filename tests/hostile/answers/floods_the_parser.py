"""Questions without end, each as costly to read as one may be."""

import json
import os
import struct
import time

import __main__

REQUESTS, REPLIES = __main__.requests, __main__.replies


def forward_pass(*_):
    body = json.dumps({"stand_in": "nobody", "arguments": [[1.5] * 190_000]}).encode()[: 1 << 20]
    left = frame = struct.pack(">I", len(body)) + body
    end = time.time() + 12
    while time.time() < end:
        left = frame
        while left:
            left = left[os.write(REPLIES, left) :]
        head = os.read(REQUESTS, 4)
        os.read(REQUESTS, struct.unpack(">I", head)[0])


backward_pass = update_weights = train = forward_pass
