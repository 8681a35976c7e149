"""A training that is written and never begun is one slip, and all the rest is judged."""

from __future__ import annotations

import pytest
from byhand.grader.verdict import Finding
from forms import graded

TRAINING = """\
import numpy as np
from data_prep import features, targets

n_hidden = 2


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def train(X, y, epochs=100, learnrate=0.5):
    w = np.random.normal(scale=0.4, size=(X.shape[1], n_hidden))
    W = np.random.normal(scale=0.4, size=n_hidden)
    for _ in range(epochs):
        steps, Steps = np.zeros(w.shape), np.zeros(W.shape)
        for x, target in zip(X, y):
            a = sigmoid(x @ w)
            out = sigmoid(a @ W)
            delta = (target - out) * out * (1 - out)
            Steps += delta * a
            steps += np.outer(x, delta * W * a * (1 - a))
        w += learnrate * steps / len(X)
        W += learnrate * Steps / len(X)
    return w, W
"""

IN_A_CLASS = """
class Network:
    def fit(self, features, targets):
        self.w, self.W = train(features, targets)


network = Network()
"""

IN_ITS_PLACE = "train(features.values, targets.values)"


@pytest.mark.parametrize("call", [IN_ITS_PLACE, f"print({IN_ITS_PLACE})"])
def test_one_that_is_begun_is_right(call: str) -> None:
    assert not _lost(f"{TRAINING}\n\n{call}\n")


@pytest.mark.parametrize(
    ("begun", "line"),
    [
        ("train", "train"),
        ("model = train\nprint(model)", "model = train"),
        (f'if __name__ == "main":\n    {IN_ITS_PLACE}', 'if __name__ == "main":'),
        (f"{IN_A_CLASS}\nnetwork.fit", "network.fit"),
        ("print('done')", "def train(X, y, epochs=100, learnrate=0.5):"),
        ("", "def train(X, y, epochs=100, learnrate=0.5):"),
    ],
)
def test_one_that_never_begins_costs_one_check_and_is_told(begun: str, line: str) -> None:
    """Nothing of it would be seen, and all of it be lost."""
    [finding] = _lost(f"{TRAINING}\n\n{begun}\n")
    assert (finding.check, finding.source) == ("every_epoch", line)


MAIN = """
def main():
    from data_prep import features, targets
    train(features.values, targets.values)


def unused(a):
    return a
"""


@pytest.mark.parametrize("begun", ["", "main"])
def test_a_main_that_is_not_called_is_found_among_others(begun: str) -> None:
    """Of what nothing calls, it is what leads to the most."""
    own = TRAINING.replace("from data_prep import features, targets\n", "")
    [finding] = _lost(f"{own}\n{MAIN}\n\n{begun}\n")
    assert (finding.check, finding.source) == ("every_epoch", begun or "def main():")


def test_another_mistake_beside_it_is_found() -> None:
    source = TRAINING.replace("delta * W * a * (1 - a)", "delta * W")
    checks = {finding.check for finding in _lost(f"{source}\n\ntrain\n")}
    assert checks == {"hidden_error_term", "every_epoch"}


def test_what_has_no_training_in_it_is_no_such_script() -> None:
    """A function that nothing calls is none by itself."""
    source = "import numpy as np\n\n\ndef doubled(x):\n    return np.array(x) * 2\n"
    report = graded(source, name="backprop_numpy.py")
    assert report.score is None
    assert "no loop was found" in report.findings[0].saw


def _lost(source: str) -> list[Finding]:
    report = graded(source, name="backprop_numpy.py")
    return [finding for finding in report.findings if finding.points < finding.max_points]
