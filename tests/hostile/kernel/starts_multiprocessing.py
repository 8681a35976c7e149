"""Starts a process as multiprocessing does it."""

import multiprocessing

from target import claim

process = multiprocessing.get_context("fork").Process(target=claim)
process.start()
process.join()
