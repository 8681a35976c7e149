"""Ends its room in every function, and takes its time whenever it is imported again."""

import os
import time

end = time.thread_time() + 0.1
while time.thread_time() < end:
    pass


def forward_pass(*_):
    os._exit(0)


backward_pass = update_weights = train = forward_pass
