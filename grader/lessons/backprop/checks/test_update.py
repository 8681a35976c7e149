"""update"""


def test_update_weights(step):
    """w + η Δw / m: a small step, by the average over the records."""
    step("update_weights").must_agree()


def test_keeps_old_weights(consequence):
    """What is passed in stays as it was: new weights are new, and the old ones are still there."""
    consequence("keeps_old_weights").must_hold()
