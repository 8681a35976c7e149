# ruff: noqa
import random
import math
import data_prep


class Neuron:
    """A neuron knows its incoming weights and remembers its last input and output."""

    def __init__(self, numberOfInputs, rand):
        self.__weights = []
        self.__deltaWeights = []
        for i in range(numberOfInputs):
            self.__weights.append(rand.gauss(0, 1 / math.sqrt(6)))
            self.__deltaWeights.append(0.0)
        self.__inputs = None
        self.__output = 0.0
        self.__errorTerm = 0.0

    def getWeight(self, i):
        return self.__weights[i]

    def getWeights(self):
        return self.__weights

    def getOutput(self):
        return self.__output

    def getErrorTerm(self):
        return self.__errorTerm

    def activate(self, inputs):
        self.__inputs = inputs
        total = 0.0
        for i in range(len(inputs)):
            total += inputs[i] * self.__weights[i]
        self.__output = 1.0 / (1.0 + math.exp(-total))
        return self.__output

    def setError(self, error):
        self.__errorTerm = error * self.__output * (1.0 - self.__output)

    def accumulate(self):
        for i in range(len(self.__inputs)):
            self.__deltaWeights[i] += self.__errorTerm * self.__inputs[i]

    def applyUpdate(self, learningRate, numberOfRecords):
        for i in range(len(self.__weights)):
            self.__weights[i] += learningRate * self.__deltaWeights[i] / numberOfRecords
            self.__deltaWeights[i] = 0.0


class NeuralNetwork:
    def __init__(self, numberOfInputs, numberOfHidden, seed):
        rand = random.Random(seed)
        self.hiddenLayer = [Neuron(numberOfInputs, rand) for i in range(numberOfHidden)]
        self.outputNeuron = Neuron(numberOfHidden, rand)

    def feedForward(self, inputs):
        hiddenOutputs = [neuron.activate(inputs) for neuron in self.hiddenLayer]
        return self.outputNeuron.activate(hiddenOutputs)

    def backPropagate(self, target):
        self.outputNeuron.setError(target - self.outputNeuron.getOutput())
        for i in range(len(self.hiddenLayer)):
            propagated = self.outputNeuron.getErrorTerm() * self.outputNeuron.getWeight(i)
            self.hiddenLayer[i].setError(propagated)

        self.outputNeuron.accumulate()
        for neuron in self.hiddenLayer:
            neuron.accumulate()

    def update(self, learningRate, numberOfRecords):
        self.outputNeuron.applyUpdate(learningRate, numberOfRecords)
        for neuron in self.hiddenLayer:
            neuron.applyUpdate(learningRate, numberOfRecords)


class Trainer:
    EPOCHS = 300
    LEARNING_RATE = 0.3

    @staticmethod
    def train(network, inputs, targets):
        for epoch in range(Trainer.EPOCHS):
            sumOfSquares = 0.0
            for i in range(len(inputs)):
                output = network.feedForward(inputs[i])
                sumOfSquares += (targets[i] - output) ** 2
                network.backPropagate(targets[i])
            network.update(Trainer.LEARNING_RATE, len(inputs))
            if epoch % 50 == 0:
                print("Epoch " + str(epoch) + ": " + str(sumOfSquares / len(inputs)))


if __name__ == "__main__":
    inputs = [list(row) for row in data_prep.features.rows]
    targets = [row[0] for row in data_prep.targets.rows]
    network = NeuralNetwork(6, 2, 2024)
    Trainer.train(network, inputs, targets)

    correct = 0
    for row, target in zip(data_prep.features_test.rows, data_prep.targets_test.rows):
        if (network.feedForward(row) >= 0.5) == (target[0] == 1.0):
            correct += 1
    print("Correct: " + str(correct) + "/" + str(data_prep.features_test.shape[0]))
