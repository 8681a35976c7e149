"""training"""


def test_summed_over_records(loop):
    """Each epoch's step comes from the answers to all the records."""
    loop("summed_over_records").must_hold()


def test_zeroed_each_epoch(loop):
    """Each epoch starts from the weights as they are, and works out a step of its own."""
    loop("zeroed_each_epoch").must_hold()


def test_updated_once_per_epoch(loop):
    """The weights move once an epoch, when every record has been seen."""
    loop("updated_once_per_epoch").must_hold()


def test_weights_updated(loop):
    """The weights move by the step, the learnrate and the number of records that there are."""
    loop("weights_updated").must_hold()


def test_every_epoch(loop):
    """There are as many epochs as were asked for."""
    loop("every_epoch").must_hold()


def test_weight_shapes(consequence):
    """The weights keep their shape: 6 × 1."""
    consequence("weight_shapes").must_hold()


def test_reported_losses(consequence):
    """losses[e] is the mean squared error over all records, with the weights after epoch e."""
    consequence("reported_losses").must_hold()


def test_loss_falls(consequence):
    """In a long training the loss falls."""
    consequence("loss_falls").must_hold()


def test_final_accuracy(consequence):
    """A problem that a straight line solves is learned, as records it has not seen show."""
    consequence("final_accuracy").must_hold()
