"""What a program did → marks → findings."""
