"""Programs that break off, each with one slip mended: what it may have been meant to be.

Each way of mending looks at a broken program, and gives edits of its text for each mend that it
knows. A mended program is judged like any other (mending.py), so a mend needs no proof here: one
that was not meant leads nowhere. It has its statements in the same lines as before.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping

from ...room.answers import ENDLESS, MISSING
from ..seen import UNWRITTEN
from ..statements import LARGEST, Edit, edited, parsed, unbound
from ..written import written
from . import (
    beforehand,
    calls,
    counting,
    doing_nothing,
    exchanged,
    first_value,
    given_lines,
    going_through,
    growing,
    handing_back,
    itself,
    leaving_out,
    line,
    signatures,
    spelling,
    tables,
    unpacking,
    unwritten,
    whole_ranges,
)
from .broken_program import BrokenProgram

MOST_EDITED = 60
"""Each is read as a whole program, and few of them are one that is not known yet."""

Way = Callable[[BrokenProgram], Iterator[list[Edit]]]

WAYS: tuple[Way, ...] = (
    unwritten.helped,
    growing.with_its_signs_in_order,
    handing_back.handed_back,
    handing_back.together,
    handing_back.with_what_is_read,
    handing_back.behind_the_loop,
    handing_back.as_tables,
    calls.begun_by_a_call,
    unpacking.as_many,
    unpacking.without_a_comma,
    line.with_the_index_of_its_loop,
    line.with_indices_exchanged,
    first_value.declared,
    first_value.known_from_the_last_turn,
    whole_ranges.from_the_start,
    spelling.respelled,
    spelling.under_another_name,
    spelling.imported,
    spelling.not_deleted,
    spelling.under_its_own_name,
    unwritten.defined,
    itself.set_on_itself,
    itself.found_on_itself,
    itself.not_on_itself,
    spelling.with_another_attribute,
    calls.made_first,
    tables.as_arrays,
    tables.by_place,
    going_through.side_by_side,
    going_through.counted,
    going_through.with_its_number,
    growing.appended,
    growing.spread,
    growing.added_up,
    first_value.made_for_each,
    signatures.with_given_parameters,
    calls.with_both_sides,
    calls.with_arguments,
    calls.without_a_keyword,
    calls.called,
    given_lines.defined,
    given_lines.as_given,
    tables.by_their_rows,
    tables.turned_by_hand,
    first_value.begun,
    doing_nothing.begun,
    beforehand.begun_with,
    calls.with_fields,
    calls.with_results,
    tables.with_the_other_product,
    exchanged.in_order,
    whole_ranges.whole,
    going_through.the_other_way_round,
    tables.with_a_factor_turned,
    tables.with_one_record,
    tables.other_axes,
    line.with_another_index,
    tables.turned_round,
    leaving_out.left_out,
    spelling.unused,
    line.with_another_expression,
)
"""The ways of mending, the likelier ones first."""

WAYS_WHERE_NOTHING_RAISED: Mapping[str, tuple[Way, ...]] = {
    ENDLESS: (counting.counted, counting.cut_off, given_lines.as_given_there),
    MISSING: (spelling.renamed,),
    UNWRITTEN: (unwritten.answered, unwritten.helped, beforehand.begun_with),
}
"""For a loop that never ends: with any other it would go on until its time was up again. And for
a function under another name, and what is not written yet.
"""


def mends(program: BrokenProgram) -> Iterator[str]:
    """The sources of the mended programs, the likelier mends first.

    None where it broke off in a line that is not written yet: there is no slip in it, unless that
    comes before any loop. Where it did not break off, and the crash is no more than such a line,
    the one with the answer there.
    """
    source = program.source
    if len(source) > LARGEST:
        return
    met = {source}
    nameless = unbound(program.tree)
    known = (beforehand.begun_with,) if program.is_unwritten else WAYS
    ways = WAYS_WHERE_NOTHING_RAISED.get(program.crash.type, known)
    if ways is WAYS and written(source.encode()).only_tells(program.crash.line):
        ways = (leaving_out.left_out, *WAYS)  # nothing comes of it that could be missed
    edits = itertools.chain.from_iterable(way(program) for way in ways)
    for several in itertools.islice(edits, MOST_EDITED):
        other = edited(program.lines, several)
        if other is not None and other not in met:
            met.add(other)
            if unbound(parsed(other)) <= nameless:  # or it would break off over its own mend
                yield other
