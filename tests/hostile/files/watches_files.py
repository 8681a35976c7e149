"""Is told by inotify when somebody opens a file."""

from target import check, claim, libc

watch = check(libc.inotify_init())
check(libc.inotify_add_watch(watch, b"/tmp", 0x20))
claim()
