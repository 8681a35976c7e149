"""backward pass"""


def test_error(step):
    """y − ŷ: how far the answer is from the target, and on which side."""
    step("error").must_agree()


def test_output_error_term(step):
    """δᵒ = (y − ŷ) · ŷ · (1 − ŷ): how wrong the output is, times the slope of its sigmoid."""
    step("output_error_term").must_agree()


def test_hidden_error(step):
    """δᵒ Wᵀ: each hidden unit's share of the error, by the weight that carried it there."""
    step("hidden_error").must_agree()


def test_hidden_error_term(step):
    """δʰ = (δᵒ Wᵀ) · a · (1 − a): its share, times the slope of its own sigmoid."""
    step("hidden_error_term").must_agree()


def test_del_w_hidden_output(step):
    """ΔW = aᵀ δᵒ: what entered the weight times the error term at its end, over all records."""
    step("del_w_hidden_output").must_agree()


def test_del_w_input_hidden(step):
    """Δw = xᵀ δʰ: the same rule, one layer further back."""
    step("del_w_input_hidden").must_agree()


def test_gradient(consequence):
    """The steps point downhill: they are the slope of ½ Σ (y − ŷ)², measured by nudging weights."""
    consequence("gradient").must_hold()
