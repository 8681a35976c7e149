"""forward pass"""


def test_hidden_input(step):
    """h = x w: every input times its weight, added up, arrives at each hidden unit."""
    step("hidden_input").must_agree()


def test_hidden_output(step):
    """a = f(h): each hidden unit answers with the sigmoid of what arrived."""
    step("hidden_output").must_agree()


def test_output(step):
    """ŷ = f(a W): the output unit does the same with what the hidden units answered."""
    step("output").must_agree()
