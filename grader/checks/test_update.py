"""update"""


def test_update_weights(step):
    """w + η Δw / m: a small step, by the average over the records."""
    step("update_weights").must_agree()


def test_keeps_old_weights(consequence):
    """The new weights are new: those that were passed in are still what they were."""
    consequence("keeps_old_weights").must_hold()
