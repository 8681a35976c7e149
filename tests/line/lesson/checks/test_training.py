"""training"""


def test_summed_over_records(loop):
    """Each epoch's step comes from the answers to all the records."""
    loop("summed_over_records").must_hold()


def test_zeroed_each_epoch(loop):
    """Each epoch works out a step of its own."""
    loop("zeroed_each_epoch").must_hold()


def test_updated_once_per_epoch(loop):
    """The weights move once an epoch."""
    loop("updated_once_per_epoch").must_hold()


def test_weights_updated(loop):
    """The weights move by the step, the learnrate and the number of records."""
    loop("weights_updated").must_hold()


def test_every_epoch(loop):
    """There are as many epochs as were asked for."""
    loop("every_epoch").must_hold()
