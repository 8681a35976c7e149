# ruff: noqa
import numpy as np
from data_prep import features, targets

learnrate = 0.005
weights_input_hidden = np.random.normal(scale=0.4, size=(6, 2))
weights_hidden_output = np.random.normal(scale=0.4, size=2)
output = 1 / (1 + np.exp(-np.dot(np.dot(features, weights_input_hidden), weights_hidden_output)))
print(np.mean((output > 0.5) == targets))
