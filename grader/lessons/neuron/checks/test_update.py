"""update"""


def test_update_weights(step):
    step("update_weights").must_agree()


def test_keeps_old_weights(consequence):
    """What is passed in stays as it was: new weights are new, and the old ones are still there."""
    consequence("keeps_old_weights").must_hold()
