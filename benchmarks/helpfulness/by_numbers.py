"""Expected and got, and nothing else: the numbers of the first of the ten checks that fails."""

import importlib

import telling


def message():
    checks = importlib.import_module("ten_checks").CHECKS
    program = importlib.import_module("backprop")
    for check in checks:
        try:
            check(program)
        except Exception as error:
            return str(error) or type(error).__name__
    return ""


telling.main(message)
