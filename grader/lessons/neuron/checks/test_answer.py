"""answer"""


def test_unit_input(step):
    step("unit_input").must_agree()


def test_output(step):
    step("output").must_agree()
