# ruff: noqa
import csv
import numpy as np

rows = list(csv.DictReader(open("binary.csv")))
gre = np.array([float(r["gre"]) for r in rows])
gpa = np.array([float(r["gpa"]) for r in rows])
gre = (gre - gre.mean()) / gre.std(ddof=1)
gpa = (gpa - gpa.mean()) / gpa.std(ddof=1)


def record(i):
    x = np.zeros((6, 1))
    x[0], x[1] = gre[i], gpa[i]
    x[1 + int(rows[i]["rank"])] = 1
    return x


np.random.seed(42)
order = np.random.permutation(len(rows))
cut = int(len(rows) * 0.9)
training_data = [(record(i), float(rows[i]["admit"])) for i in order[:cut]]
test_data = [(record(i), float(rows[i]["admit"])) for i in order[cut:]]


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


class Network:
    def __init__(self, sizes):
        self.weights = [np.random.randn(y, x) / np.sqrt(x) for x, y in zip(sizes[:-1], sizes[1:])]

    def feedforward(self, a):
        for w in self.weights:
            a = sigmoid(np.dot(w, a))
        return a

    def backprop(self, x, y):
        nabla = [np.zeros(w.shape) for w in self.weights]
        activations = [x]
        for w in self.weights:
            activations.append(sigmoid(np.dot(w, activations[-1])))
        out = activations[-1]
        delta = (y - out) * out * (1 - out)
        nabla[-1] = np.dot(delta, activations[-2].T)
        h = activations[1]
        delta = np.dot(self.weights[1].T, delta) * h * (1 - h)
        nabla[0] = np.dot(delta, x.T)
        return nabla, float(((y - out) ** 2)[0, 0])

    def train(self, data, epochs, eta):
        for epoch in range(epochs):
            total = [np.zeros(w.shape) for w in self.weights]
            loss = 0.0
            for x, y in data:
                nabla, squared = self.backprop(x, y)
                total = [t + n for t, n in zip(total, nabla)]
                loss += squared
            self.weights = [w + eta * t / len(data) for w, t in zip(self.weights, total)]
            if epoch % (epochs // 10) == 0:
                print("Epoch", epoch, "loss", loss / len(data))


net = Network([6, 2, 1])
net.train(training_data, 900, 0.5)
right = sum(int((net.feedforward(x)[0, 0] > 0.5) == (y > 0.5)) for x, y in test_data)
print("accuracy", right / len(test_data))
