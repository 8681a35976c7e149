"""Implementing backpropagation: one hidden layer of sigmoid units, one sigmoid output."""
