"""update"""


def test_update_weights(step):
    step("update_weights").must_agree()
