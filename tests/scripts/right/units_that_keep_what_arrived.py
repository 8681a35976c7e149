# ruff: noqa
import math
import random
from data_prep import features, targets, features_test, targets_test


class Neuron:
    def __init__(self, n_inputs, rng):
        self.weights = [rng.normalvariate(0, 0.4) for _ in range(n_inputs)]
        self.steps = [0.0] * n_inputs

    def fire(self, inputs):
        self.inputs = inputs
        self.value = 1 / (1 + math.exp(-sum(w * i for w, i in zip(self.weights, inputs))))
        return self.value

    def receive(self, error):
        self.delta = error * self.value * (1 - self.value)

    def collect(self):
        for k, value in enumerate(self.inputs):
            self.steps[k] += self.delta * value

    def adjust(self, rate, count):
        for k in range(len(self.weights)):
            self.weights[k] += rate * self.steps[k] / count
        self.steps = [0.0] * len(self.weights)


class Net:
    def __init__(self, n_inputs, n_hidden, seed):
        rng = random.Random(seed)
        self.hidden = [Neuron(n_inputs, rng) for _ in range(n_hidden)]
        self.output = Neuron(n_hidden, rng)

    @property
    def neurons(self):
        return [*self.hidden, self.output]

    def ask(self, inputs):
        return self.output.fire([neuron.fire(inputs) for neuron in self.hidden])

    def teach(self, inputs, target):
        error = target - self.ask(inputs)
        self.output.receive(error)
        for neuron, weight in zip(self.hidden, self.output.weights):
            neuron.receive(self.output.delta * weight)
        for neuron in self.neurons:
            neuron.collect()
        return error

    def epoch(self, records, rate):
        errors = [self.teach(inputs, target) for inputs, target in records]
        for neuron in self.neurons:
            neuron.adjust(rate, len(records))
        return sum(e * e for e in errors) / len(errors)


training = [(x, y) for x, [y] in zip(features.rows, targets.rows)]
testing = [(x, y) for x, [y] in zip(features_test.rows, targets_test.rows)]

net = Net(6, 2, seed=2)
for number in range(1, 901):
    loss = net.epoch(training, rate=0.5)
    if number % 90 == 0:
        print("epoch", number, "loss", f"{loss:.6f}")
print("accuracy", sum((net.ask(x) > 0.5) == (y > 0.5) for x, y in testing) / len(testing))
