"""How long the ten checks spend in the learner's own functions: prints CPU seconds."""

import time

import backprop
from ten_checks import CHECKS

spent = 0.0
inside = False


def timed(function):
    """The function; the time in it is added up, but not again where it calls others of these."""

    def called(*arguments):
        global spent, inside
        if inside:
            return function(*arguments)
        begun, inside = time.process_time(), True
        try:
            return function(*arguments)
        finally:
            spent, inside = spent + time.process_time() - begun, False

    return called


for name in ("forward_pass", "backward_pass", "update_weights", "train"):
    setattr(backprop, name, timed(getattr(backprop, name)))
for check in CHECKS:
    check(backprop)
print(spent)
