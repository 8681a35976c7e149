"""The ten checks as plain pytest."""

import backprop
import pytest
from ten_checks import CHECKS


@pytest.mark.parametrize("check", CHECKS)
def test(check):
    check(backprop)
