"""weight step"""


def test_error(step):
    step("error").must_agree()


def test_output_error_term(step):
    step("output_error_term").must_agree()


def test_del_w(step):
    step("del_w").must_agree()


def test_gradient(consequence):
    """The step points downhill: it is the slope of ½ Σ (y − ŷ)², measured by nudging weights."""
    consequence("gradient").must_hold()
