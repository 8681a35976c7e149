"""Opens the settings, where the secret is, and prints them."""

from target import SETTINGS, show

with open(SETTINGS) as file:
    show(file.read())
