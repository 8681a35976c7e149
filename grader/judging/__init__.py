"""What a program did → marks → findings. Knows no lesson.

A report begins in grading.py: the examiner has the submission go through the checks (checklist.py),
each check gets a mark (mark.py, marking.py), and a mark becomes a finding (findings.py).

Three questions about a program that is wrong are answered by changing something and seeing what
comes of it. What is changed tells them apart:

- *Where is it wrong?* The program stays as it is, and a right value is put in while it runs, in the
  place of one expression after the other: closer_look.py, culprit.py, repairs.py.
- *Is the rest right?* The text is edited, and what comes of it is judged like any other program:
  one_slip.py says when, mends/ and one_edit_away.py edit, mending.py and charging.py say what the
  slip costs; own_tests.py leaves out what only stops over it, slips_of_text.py what the text shows.
- *Why is it wrong?* The program is left alone, and the lesson's own formula is changed until it
  gives the numbers that were seen: diagnosis.py asks for known mistakes, neighbours.py for one slip
  of the pen, constants.py for a number too many, factors.py for a factor.
"""
