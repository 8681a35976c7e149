"""The lessons: the only place that names what one of them computes."""
