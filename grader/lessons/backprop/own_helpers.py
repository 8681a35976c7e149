"""What a function of a learner's own may work out for both layers, from values {0}, {1}.

It is run in the place of one that hands back nothing yet, to see what all the rest is worth.
"""

from __future__ import annotations

SLOPE = "{0} * (1 - {0})"
SIGMOID = "1 / (1 + 2.718281828459045 ** -{0})"
SLOPE_OF_SUM = f"(lambda answer: answer * (1 - answer))({SIGMOID})"
ERROR_TERM = "{0} * {1} * (1 - {1})"
ERROR_LAST = "{1} * {0} * (1 - {0})"
HANDED_BACK = "{0} @ {1}.T"
TURNED = "{0}.T"
TURNED_ROWS = "[[*row] for row in zip(*{0})]"

OWN_HELPERS = (HANDED_BACK, SLOPE, SLOPE_OF_SUM, SIGMOID, ERROR_TERM, ERROR_LAST)

PARTS = (SLOPE, SLOPE_OF_SUM, SIGMOID, TURNED, TURNED_ROWS)
"""What a function that is nowhere may work out: no step is put in whole, for nothing."""
