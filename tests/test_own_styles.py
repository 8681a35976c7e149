"""Wrong programs in styles of their own: the step that is charged, the line, and true words.

Each goes wrong in a way of its kind that has no name in the catalogue: right in its values and not
in what is handed back, right for one size, wrong in a loop over single numbers, in a helper, twice.
"""

from __future__ import annotations

import pytest
from byhand.grader.verdict import Finding
from forms import graded, with_function


def lost(source: str) -> list[Finding]:
    return [f for f in graded(source).findings if f.points < f.max_points]


# ---------------------------------------------------------------- what comes of the training


@pytest.mark.parametrize("losses", ["[]", "list(range(epochs, 1))"])
def test_no_losses_earn_nothing(losses: str) -> None:
    """One loss an epoch is asked for: none at all is none of the right ones."""
    source = f"""
        def train(features, targets, w, W, epochs=900, learnrate=0.005):
            return w, W, {losses}
    """
    found = {f.check: f for f in lost(with_function(source))}
    assert found["reported_losses"].points == 0
    assert found["reported_losses"].saw.startswith(("0 losses for 1 epoch ", "after 1 epoch"))


def test_what_has_no_room_to_answer_twice_has_not_written_into_its_arguments() -> None:
    """Nothing is said of matrices that changed where the second answer did not fit in memory."""
    source = """
        def backward_pass(x, y, hidden_output, output, weights_hidden_output):
            kept.append(1)
            if len(kept) % 2 == 0 and len(x.rows) == 7:
                raise MemoryError
            return "text", "text"
    """
    found = lost(with_function(source, before="kept = []\n"))
    assert "keeps_old_weights" not in [f.check for f in found]


def test_what_is_no_number_is_called_by_its_article() -> None:
    """An object, and a dict."""
    for value, words in (("object()", "an object"), ("{}", "a dict")):
        source = f"""
            def update_weights(weights, del_w, learnrate, n_records):
                return {value}
        """
        [finding] = [f for f in lost(with_function(source)) if f.check == "update_weights"]
        assert f"it is {words}" in finding.saw
