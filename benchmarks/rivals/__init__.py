"""Other ways to train the same network."""
