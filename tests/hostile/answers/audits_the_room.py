"""Is told of everything that the room's own code does, and refuses it."""

import sys


def refuses(event, arguments):
    if event != "import":
        raise KeyboardInterrupt(event)


sys.addaudithook(refuses)
