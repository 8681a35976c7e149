"""How fast byhand is, beside what people would use in its place. Run by `make bench`."""
