"""Opens the solution and prints it."""

from target import SOLUTION, show

with open(SOLUTION) as file:
    show(file.read())
