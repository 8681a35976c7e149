"""What is said of each kind of slip: what is seen, and a question that leads on.

What is in the learner's line may be named; what is missing from it may not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .neighbours import Edit, Kind


def words(step: str, found: Sequence[Edit], called: Mapping[str, str] | None = None) -> str:
    """Advice on a step whose value all of these give: true of each that is as likely as the first.

    What they are about is named only if they all agree on it; `called` are other names for it.
    """
    likeliest = min(edit.kind for edit in found)
    abouts = {edit.about for edit in found if edit.kind is likeliest}
    about = abouts.pop() if len(abouts) == 1 else ()
    return _words(likeliest, step, tuple((called or {}).get(name, name) for name in about))


def _words(kind: Kind, step: str, about: tuple[str, ...]) -> str:
    it = f"your {step}"
    one = about[0] if about else ""
    if kind is Kind.SIGN and about == ("",):
        return (
            f"Your {step} has the right size and the opposite sign, everywhere. Where on the way "
            "to it does a minus come in, or do two things stand in each other's place?"
        )
    if kind is Kind.SIGN:
        where = f"the sign of {one}" if one else "one of the signs inside it"
        return (
            f"Your {step} is what comes out with {where} turned. Which part of it is to be added, "
            "and which to be taken away?"
        )
    if kind is Kind.DROPPED and about == ("",):
        return (
            f"Something that belongs in {it} leaves no trace in it. Which of the quantities that "
            "it is made of could change, and it would stay the same?"
        )
    if kind is Kind.OPERATOR and len(about) == 2:
        return (
            f"In {it} the quantities fit, and an operator between them does not: look at where "
            f"{about[0]} and {about[1]} meet. What should happen to the two there?"
        )
    if kind is Kind.ORDER and one:
        return (
            f"In {it} two things stand in each other's place. Which of them {PLACES[one]}, and "
            "which should it be?"
        )
    if kind is Kind.ALONE and one:
        return (
            f"Your {step} is {one} itself, as it came. What else goes into this step, and what is "
            "done with it?"
        )
    if len(about) == 2 and kind in PAIRS:
        return PAIRS[kind].format(step=step, one=one, other=about[1])
    if kind is Kind.CHANGED and about:
        where = about[1] if len(about) > 1 else "a part of it"
        return (
            f"In {it} {one.format(part=where)}. Is that asked for anywhere in this step, and what "
            "is lost by it?"
        )
    if one and kind in NAMED:
        return NAMED[kind].format(step=step, one=one)
    return UNNAMED[kind].format(step=step)


PAIRS: Mapping[Kind, str] = {
    Kind.MOVED: "In your {step}, {other} is taken with {one}. Which index, or which order, decides "
    "there what meets what?",
    Kind.APART: "In your {step}, {one} has moved on by one place against {other}: of what is added "
    "up each meets the next one's. Where does each of the two begin, and where does it end?",
}
PLACES = {
    "-": "is taken away from the other",
    "/": "is divided by the other",
    "@": "stands on the left of the product",
}
NAMED: Mapping[Kind, str] = {
    Kind.DOUBLED: "In your {step}, {one} counts one time too many. At which places does it come "
    "in, and is it asked for at each of them?",
    Kind.QUANTITY: "In your {step}, {one} stands where another quantity belongs. What is that "
    "place for, and which of the values you have is meant there?",
    Kind.MAPPED: "In your {step} something goes through {one} one time too many. Which values have "
    "been through it already when they come to this line?",
    Kind.NUMBER: "In your {step}, something that is always {one} stands where another value "
    "belongs. What is to stand there: a quantity, or another number?",
    Kind.CUT: "A sum in your {step} {one}. With which of them does it begin, and with which "
    "does it end?",
    Kind.SUMMED: "In your {step}, {one} has been added up into one number, the same at every "
    "place. Which of its entries belongs to which place of the result?",
    Kind.ONE_FOR_ALL: "In your {step}, the first entry of {one} is taken where each place has one "
    "of its own. What goes on to the others?",
    Kind.SHIFTED: "In your {step}, something is {one} more than it should be, everywhere. What "
    "has been added there that the lesson does not have?",
    Kind.SCALED: "In your {step}, something is {one} times what it should be, everywhere. What "
    "makes it that much larger or smaller?",
    Kind.EXTRA: "In your {step}, {one} has come in, and it plays no part there. What does it do in "
    "this line?",
}
UNNAMED: Mapping[Kind, str] = {
    Kind.SIGN: "Your {step} is what comes out with one of its signs turned. Which part of it is to "
    "be added, and which to be taken away?",
    Kind.DROPPED: "A part of what your {step} is made of has no effect on it. What of its formula "
    "could you cross out, and your value would stay the same?",
    Kind.OPERATOR: "In your {step} the quantities fit, and one operator between them does not. "
    "Which of them add or take away, which multiply or divide, and which should?",
    Kind.ORDER: "In your {step} two things stand in each other's place. What is each of the places "
    "for, and which value is meant to stand there?",
    Kind.BRACKETS: "Your {step} is what comes out where Python works out a part of it too early or "
    "too late. What belongs together here, and do the brackets say so?",
    Kind.DOUBLED: "A part of what your {step} is made of counts one time too many. Which one: does "
    "it come in at two places, or with a factor that nothing asks for?",
    Kind.ALONE: "Your {step} is one of the values from before, as it came. What else goes into "
    "this step, and what is done with it?",
    Kind.QUANTITY: "In your {step} one quantity stands where another belongs. What is each of the "
    "names in this line, and which of them is not meant there?",
    Kind.TURNED: "In your {step} a matrix is turned that should stand as it is, or stands as it is "
    "and should be turned. Which rows meet which columns there, and what is added up?",
    Kind.UNMAPPED: "Something in your {step} is taken as it arrives. Which function should it go "
    "through first?",
    Kind.MAPPED: "In your {step} something goes through a function one time too many. Which values "
    "have been through it already?",
    Kind.NUMBER: "In your {step}, something that never changes stands where another value belongs. "
    "What is to stand there: a quantity, or another number?",
    Kind.CUT: "A sum in your {step} leaves out some of what it is to add up. With which of them "
    "does it begin, and with which does it end?",
    Kind.SUMMED: "A part of your {step} has been added up into one number, the same at every "
    "place. Which entry belongs to which place of the result?",
    Kind.ONE_FOR_ALL: "In your {step}, what belongs to the first is taken for all the others too, "
    "or nothing comes after it. What is to go on over all of them, and when does it end?",
    Kind.MOVED: "In your {step}, the rows or the columns of one quantity stand in another order. "
    "Which index decides there what meets what?",
    Kind.APART: "In your {step}, one quantity has moved on by one place against another: of what "
    "is added up each meets the next one's. Where does each of the two begin?",
    Kind.CHANGED: "A part of your {step} goes through a function that the lesson does not have "
    "there. Which one, and what is lost by it?",
    Kind.SHIFTED: "In your {step}, a number has been added that the lesson does not have. Where "
    "does it come from?",
    Kind.SCALED: "In your {step}, something is larger or smaller than it should be by one and the "
    "same factor. What multiplies or divides it on the way there, and how often is that done?",
    Kind.EXTRA: "Something has come into your {step} that plays no part there. Which quantity of "
    "this line does the step not need?",
}
