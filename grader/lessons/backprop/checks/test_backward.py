"""backward pass"""


def test_error(step):
    step("error").must_agree()


def test_output_error_term(step):
    step("output_error_term").must_agree()


def test_hidden_error(step):
    step("hidden_error").must_agree()


def test_hidden_error_term(step):
    step("hidden_error_term").must_agree()


def test_del_w_hidden_output(step):
    step("del_w_hidden_output").must_agree()


def test_del_w_input_hidden(step):
    step("del_w_input_hidden").must_agree()


def test_gradient(consequence):
    """The steps point downhill: they are the slope of ½ Σ (y − ŷ)², measured by nudging weights."""
    consequence("gradient").must_hold()
