"""A class on pages that people read and files that an LMS takes."""
