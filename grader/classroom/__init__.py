"""A class: what came in, the grading of it, what goes out."""
