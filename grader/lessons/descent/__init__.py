"""Gradient descent: all that lessons share in which weights are trained, step by step."""
