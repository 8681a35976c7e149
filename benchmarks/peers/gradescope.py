"""The ten checks with gradescope-utils, as an autograder's run_tests.py has them."""

import unittest

import backprop
from gradescope_utils.autograder_utils.decorators import weight
from gradescope_utils.autograder_utils.json_test_runner import JSONTestRunner
from ten_checks import CHECKS


class TestTen(unittest.TestCase):
    """A method for each check, as the decorators want it."""


def method(check):
    @weight(1)
    def test(self):
        check(backprop)

    test.__doc__ = check.__name__
    return test


for each in CHECKS:
    setattr(TestTen, f"test_{each.__name__}", method(each))

if __name__ == "__main__":
    suite = unittest.defaultTestLoader.loadTestsFromTestCase(TestTen)
    with open("results.json", "w") as file:
        JSONTestRunner(visibility="visible", stream=file).run(suite)
