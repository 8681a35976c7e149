"""weight step"""


def test_error(step):
    step("error").must_agree()


def test_del_w(step):
    step("del_w").must_agree()
