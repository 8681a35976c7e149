"""forward pass"""


def test_hidden_input(step):
    step("hidden_input").must_agree()


def test_hidden_output(step):
    step("hidden_output").must_agree()


def test_output(step):
    step("output").must_agree()
