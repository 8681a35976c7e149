"""Sleeps in every function, so that each of them has to be waited for."""

import time


def forward_pass(x, weights_input_hidden, weights_hidden_output):
    time.sleep(60)


backward_pass = update_weights = train = forward_pass
