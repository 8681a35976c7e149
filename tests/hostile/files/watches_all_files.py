"""Is told by fanotify of every file."""

from target import claim, syscall

syscall("fanotify_init", 0x200, 0)
claim()
