"""All that shares a process with a submission."""
