"""A program whose given lines were changed, or are gone: each put back as it was given."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Collection, Iterator, Sequence

from ..statements import (
    Block,
    Edit,
    behind,
    blocks,
    bodies,
    head,
    holds,
    instead,
    is_docstring,
    is_simple,
    names_stored,
    nodes,
    own_parts,
    parsed,
    statements,
)
from .broken_program import BrokenProgram

ALIKE = 0.6
"""How like two statements must be, from 0 to 1, for the one to be what was made of the other."""

MOST_CHANGED = 8
"""Given statements that are not there. With more it is another program, and what was made of each
is told by the names that it gives a value alone.
"""


def as_given(program: BrokenProgram) -> Iterator[list[Edit]]:
    """Each line that was given and is another now, as it was given."""
    yield from put_back(program.tree, program.given, program.older)


def as_given_there(program: BrokenProgram) -> Iterator[list[Edit]]:
    """The same for lines of the function that it broke off in."""
    scope = program.scope
    for edits in as_given(program):
        if isinstance(scope, ast.Module) or all(holds(scope, edit.start[0]) for edit in edits):
            yield edits


def defined(program: BrokenProgram) -> Iterator[list[Edit]]:
    """A function that was given, and that the program calls and has not, if it is one line."""
    for node in parsed(program.given).body:
        if isinstance(node, ast.FunctionDef) and node.name == program.nameless:
            *before, last = node.body
            value = last.value if isinstance(last, ast.Return) else None
            imports = [s for s in program.tree.body if isinstance(s, (ast.Import, ast.ImportFrom))]
            if value and imports and all(map(is_docstring, before)):
                line = f"lambda {ast.unparse(node.args)}: {ast.unparse(value)}"
                yield [behind(imports[-1], f"{node.name} = {line}")]


def put_back(tree: ast.Module, given: str, older: Collection[str] = ()) -> Iterator[list[Edit]]:
    """Edits of the program, each of which puts back a statement of the given file.

    What was taken out altogether is put back at once, too. What the learner is to fill in is left
    alone, and so is what stands as in an `older` edition of the file.
    """
    methods = {name: method.body for name, method in _methods(tree).items()}
    theirs, own = bodies(with_its_names(given, tree)), {**methods, **bodies(tree)}
    read = {node.id for node in nodes(tree) if isinstance(node, ast.Name)}
    changed: list[tuple[ast.stmt, ast.stmt]] = []
    taken_out: list[Edit] = []
    for name in (name for name in theirs if name in own):
        there = {head(s) for s in statements(own[name])}
        missing = [s for s in statements(theirs[name]) if _is_given(s) and head(s) not in there]
        wanted = {head(s) for s in statements(theirs[name])}
        others = [s for s in statements(own[name]) if head(s) not in wanted]
        is_another = len(missing) > MOST_CHANGED
        gone = []
        for statement in missing:
            made = _by_its_names(statement, others) or (
                None if is_another else _made_of(statement, others)
            )
            if made and head(made) in older:
                continue
            if made:
                changed.append((made, statement))
            elif not is_another and not _is_of_no_use(statement, read):
                gone.append(statement)
        edits = (_put_in(own[name], theirs[name], s) for s in gone)
        taken_out += [edit for edit in edits if edit]
    changed.sort(key=lambda pair: not _begins_something(pair[1]))
    yield from ([_as_given(made, statement)] for made, statement in changed)
    yield from ([edit] for edit in taken_out)
    yield taken_out


def with_its_names(given_text: str, own: ast.Module) -> ast.Module:
    """The given file, its functions' arguments called as in the program."""
    given = ast.parse(given_text)
    top = {n.name: n for n in own.body if isinstance(n, ast.FunctionDef)}
    functions = {**_methods(own), **top}
    for node in given.body:
        if isinstance(node, ast.FunctionDef) and node.name in functions:
            taken = [a for a in functions[node.name].args.args if a.arg not in ("self", "cls")]
            several = zip(node.args.args, taken, strict=False)
            names = {theirs.arg: own.arg for theirs, own in several}
            for part in ast.walk(node):
                if isinstance(part, ast.Name):
                    part.id = names.get(part.id, part.id)
    return given


def _methods(tree: ast.Module) -> dict[str, ast.FunctionDef]:
    """The methods of its classes, by name: one may be a function of the file's, taken along."""
    classes = (n for n in tree.body if isinstance(n, ast.ClassDef))
    return {m.name: m for n in classes for m in n.body if isinstance(m, ast.FunctionDef)}


def _is_of_no_use(statement: ast.stmt, read: Collection[str]) -> bool:
    """Does it give values to names that the program has nowhere, and do nothing else?"""
    names = names_stored(statement) if isinstance(statement, ast.Assign) else []
    return bool(names) and not {*names} & {*read}


def _begins_something(statement: ast.stmt) -> bool:
    """Is it the head of a loop, or zeros to which something is to be added?"""
    return isinstance(statement, ast.For) or "zeros" in head(statement)


def _is_given(statement: ast.stmt) -> bool:
    """Is it an assignment, a call or a loop that the learner has nothing to fill in in?"""
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Call)
    is_open = any(isinstance(n, ast.Constant) and n.value is ... for n in own_parts(statement))
    return isinstance(statement, (ast.Assign, ast.AugAssign, ast.For, ast.Return)) and not is_open


def _by_its_names(given: ast.stmt, others: Sequence[ast.stmt]) -> ast.stmt | None:
    """The statement that gives the same names a value, or some of them, or goes through them."""
    names = {*names_stored(given)}
    own = ((s, {*names_stored(s)}) for s in others if isinstance(s, type(given)))
    return next((s for s, stored in own if stored and stored <= names), None)


def _made_of(given: ast.stmt, others: Sequence[ast.stmt]) -> ast.stmt | None:
    """What the statement was made into, if that is to be seen: it reads nearly the same."""
    alike = [s for s in others if isinstance(s, type(given))]
    if isinstance(given, ast.Return) and len(alike) == 1:
        return alike[0]
    heads = {head(s): s for s in alike}
    found = difflib.get_close_matches(head(given), heads, n=1, cutoff=ALIKE)
    return heads[found[0]] if found else None


def _as_given(own: ast.stmt, given: ast.stmt) -> Edit:
    """The statement as it was given; of a loop the head."""
    if isinstance(own, ast.For):
        start, end = instead(own.target, "").start, instead(own.iter, "").end
        return Edit(start, end, head(given).removeprefix("for ").removesuffix(":"))
    return instead(own, ast.unparse(given))


def _put_in(own: Block, given: Block, statement: ast.stmt) -> Edit | None:
    """The statement behind the one that it follows in what is given, or before the next."""
    if not is_simple(statement):
        return None
    around = next(b for b in blocks(given) if statement in b)
    at = around.index(statement)
    simple = {head(s): s for s in statements(own) if is_simple(s)}
    for before in reversed(around[:at]):
        if head(before) in simple:
            return behind(simple[head(before)], ast.unparse(statement))
    for after in around[at + 1 :]:
        if head(after) in simple:
            start = instead(simple[head(after)], "").start
            return Edit(start, start, f"{ast.unparse(statement)}; ")
    return None
