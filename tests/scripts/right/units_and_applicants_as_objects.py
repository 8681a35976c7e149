# ruff: noqa
import numpy as np
from data_prep import pandas_features, pandas_targets, pandas_features_test, pandas_targets_test


class Unit:
    """One sigmoid unit: it owns its incoming weights and the step they will take."""

    def __init__(self, n_in, rng):
        self.weights = rng.normal(0, 0.4, n_in)
        self.forget()

    def forget(self):
        self.step = np.zeros(len(self.weights))

    def fire(self, incoming):
        self.incoming = np.asarray(incoming)
        self.answer = 1 / (1 + np.exp(-(self.incoming @ self.weights)))
        return self.answer

    def blame(self, share):
        """Take the blame, note the step, and hand the blame on to whoever is below."""
        self.term = share * self.answer * (1 - self.answer)
        self.step += self.term * self.incoming
        return self.term * self.weights

    def move(self, rate):
        self.weights += rate * self.step
        self.forget()


class Applicant:
    __slots__ = ("facts", "admitted")

    def __init__(self, facts, admitted):
        self.facts, self.admitted = facts, admitted


rng = np.random.default_rng(24)
applicants = [Applicant(f, a) for f, a in zip(pandas_features.values, pandas_targets)]
hidden = [Unit(6, rng) for _ in range(2)]
top = Unit(2, rng)


def network(facts):
    return top.fire([unit.fire(facts) for unit in hidden])


epochs, learnrate = 300, 0.6
for epoch in range(epochs):
    for applicant in applicants:
        answer = network(applicant.facts)
        for unit, share in zip(hidden, top.blame(applicant.admitted - answer)):
            unit.blame(share)
    for unit in (top, *hidden):
        unit.move(learnrate / len(applicants))

print(np.mean([(a.admitted - network(a.facts)) ** 2 for a in applicants]))
print(np.mean([(network(f) > .5) == bool(a) for f, a in zip(pandas_features_test.values, pandas_targets_test)]))
