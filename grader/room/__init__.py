"""The locked room that a submission runs in, from outside."""
