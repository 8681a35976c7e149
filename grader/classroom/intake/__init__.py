"""What an instructor has, taken in: a download of an LMS, a folder, or files → deliveries.

One file a system says what its downloads look like; `recognition` tells which it is, `choice`
finds the one file to grade in what somebody handed in, and `zip`, `tar` and `folder` read
archives and folders without trusting them. `intake` is for a class, `single` for one submission
alone, which a learner waits for: nothing is imported for it that it does not need.
"""
