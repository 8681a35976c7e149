# ruff: noqa
from numpy import dot, exp, zeros, random
import numpy
from data_prep import features as X, targets as t

def sigmoid(z):
    return 1. / (1. + exp(-z))

def sigmoid_prime(z):
    return sigmoid(z) * (1 - sigmoid(z))

random.seed(7)
alpha, num_epochs, hidden_units = 0.05, 1000, 2
m, n = X.shape
W1 = random.randn(n, hidden_units) * 0.1
W2 = random.randn(hidden_units) * 0.1

for epoch in range(num_epochs):
    dW1, dW2 = zeros(W1.shape), zeros(W2.shape)
    for i in range(m):
        record, target = X.iloc[i].values, t.iloc[i]
        z1 = dot(record, W1)
        a1 = sigmoid(z1)
        z2 = dot(a1, W2)
        a2 = sigmoid(z2)
        delta2 = (target - a2) * sigmoid_prime(z2)
        delta1 = delta2 * W2 * sigmoid_prime(z1)
        dW2 += delta2 * a1
        dW1 += numpy.outer(record, delta1)
    W1 = W1 + alpha * dW1 / m
    W2 = W2 + alpha * dW2 / m
    if epoch % 100 == 0:
        print(epoch, numpy.mean((sigmoid(dot(sigmoid(dot(X, W1)), W2)) - t) ** 2))
