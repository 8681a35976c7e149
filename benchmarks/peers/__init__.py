"""What else grades Python submissions, each set up to do the same ten checks."""
