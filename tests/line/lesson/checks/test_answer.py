"""answer"""


def test_output(step):
    step("output").must_agree()
