"""A name, an import or an attribute that is not there, with one in its place that is."""

from __future__ import annotations

import ast
import builtins
import difflib
import itertools
import re
from collections.abc import Iterator

from ..messages import OF_OWNERS
from ..names import OF_MODULES, Text
from ..statements import Edit, instead, names_stored, nodes, parsed, statements
from .broken_program import LACKING, BrokenProgram

ALIKE = 0.6
"""How like two names must be, from 0 to 1, for the one to be tried for the other."""

USUAL = {"numpy": ("np",), "pandas": ("pd",)}
"""What modules are usually called, where it is said so when they are imported."""

SHORT, ALIKE_IF_SHORT = 3, 0.4
"""Names with no more letters are short: one letter that differs makes them less alike."""


def respelled(program: BrokenProgram) -> Iterator[list[Edit]]:
    """Another name, as it is written elsewhere, in all the places that have this one.

    Or the same, with the module that has it; or a module, as it is called in this file.
    """
    name, text = program.nameless, Text(program.lines)
    alike = ALIKE_IF_SHORT if len(name) <= SHORT else ALIKE
    others = text.meant_by(name, program.crash.line, alike) if name else []
    for other in others:
        yield [instead(n, other) for n in program.names if n.id == name]
    imports = (n for n in nodes(program.tree) if isinstance(n, ast.Import))
    for module in itertools.chain.from_iterable(n.names for n in imports):
        short = module.asname or module.name
        if name != short and name in (module.name, *USUAL.get(module.name, ())):
            yield [instead(n, short) for n in program.names if n.id == name]
        owned = name if name in OF_MODULES else name.removeprefix(short).lstrip("_")
        if owned in OF_MODULES:
            yield [instead(n, f"{short}.{owned}") for n in program.names if n.id == name]


def under_another_name(program: BrokenProgram) -> Iterator[list[Edit]]:
    """A value that has taken the name of a function which the line calls, under a new one."""
    if "not callable" not in program.crash.message:
        return
    called = {id(n.func) for n in nodes(program.tree) if isinstance(n, ast.Call)}
    for name, _ in Text(program.lines).no_function_since(program.crash.line):
        yield [
            instead(n, f"{name}_") for n in program.names if n.id == name and id(n) not in called
        ]


def renamed(program: BrokenProgram) -> Iterator[list[Edit]]:
    """A function that is asked for and not there, where one has a name that is like its own.

    Or where it is the only one of the learner's own that takes as much.
    """
    wanted = program.crash.message
    functions = (f for f in parsed(program.given).body if isinstance(f, ast.FunctionDef))
    given = {function.name: len(function.args.args) for function in functions}
    own = [name for name in program.functions if name not in given]
    taking = [n for n in own if len(program.functions[n].args.args) == given.get(wanted)]
    alike = difflib.get_close_matches(wanted, own, 1, ALIKE)
    for name in alike or (taking if len(taking) == 1 else ()):
        function = program.functions[name]
        start = function.lineno, function.col_offset + len("def ")
        head = Edit(start, (start[0], start[1] + len(name)), wanted)
        yield [head, *(instead(n, wanted) for n in program.names if n.id == name)]


def unused(program: BrokenProgram) -> Iterator[list[Edit]]:
    """What was given a value last, and that nothing reads, in the place of the name."""
    read = {n.id for n in program.names if isinstance(n.ctx, ast.Load)}
    given = [n for n in program.names if isinstance(n.ctx, ast.Store) and n.id not in read]
    before = [n.id for n in given if n.lineno <= program.crash.line]
    for other in [*dict.fromkeys(reversed(before))][:2] if program.nameless else ():
        yield [instead(n, other) for n in program.names if n.id == program.nameless]


def under_its_own_name(program: BrokenProgram) -> Iterator[list[Edit]]:
    """What is kept under the name of a function, under another; the function is called by its own.

    A name has one meaning in all of a function, also where it is called before it gets that value.
    """
    calls = [n for n in nodes(program.tree) if isinstance(n, ast.Call)]
    line, is_called = program.crash.line, "not callable" in program.crash.message
    here = [c.func for c in calls if is_called and c.lineno <= line <= (c.end_lineno or 0)]
    names = [n.id for n in here if isinstance(n, ast.Name)] or [program.nameless]
    functions = {n.name for n in nodes(program.tree) if isinstance(n, ast.FunctionDef)}
    meant = {id(call.func) for call in calls}
    meant |= {id(a) for c in calls if ast.unparse(c.func).endswith("map") for a in c.args}
    scope = program.around[-1] if program.around else program.tree
    own = [*statements(scope.body)]
    for name in functions.intersection(names):
        kept = any(isinstance(s, ast.Assign) and name in names_stored(s) for s in own)
        places = [n for n in ast.walk(scope) if isinstance(n, ast.Name) and n.id == name]
        if kept:
            yield [instead(n, f"{name}_") for n in places if id(n) not in meant]


def imported(program: BrokenProgram) -> Iterator[list[Edit]]:
    """What the given file imports from there, in the place of what is not there.

    Or what is used later, in the place of what is like it.
    """
    for node in nodes(program.tree) if program.nameless else ():
        for alias in node.names if isinstance(node, ast.ImportFrom) else ():
            if difflib.get_close_matches(program.nameless, [alias.name], cutoff=ALIKE):
                yield [instead(alias, program.nameless)]
    found = re.search(r"cannot import name '(\w+)' from '([\w.]+)'", program.crash.message)
    if not found:
        return
    lacked, module = found.groups()
    imports = [n for n in nodes(program.tree) if isinstance(n, ast.ImportFrom)]
    given = [n for n in nodes(parsed(program.given)) if isinstance(n, ast.ImportFrom)]
    names = [a.name for n in given if n.module == module for a in n.names]
    for alias in (a for n in imports if n.module == module for a in n.names):
        if alias.name == lacked:
            near = difflib.get_close_matches(lacked, names, n=1, cutoff=ALIKE)
            for other in near or names[:1]:
                named = f"{other} as {alias.asname}" if alias.asname else other
                yield [instead(alias, named), *_called_by_it(program, alias, other)]


def _called_by_it(program: BrokenProgram, alias: ast.alias, other: str) -> Iterator[Edit]:
    """The name of what is imported, in all the places that have it."""
    for node in nodes(program.tree) if not alias.asname else ():
        if isinstance(node, ast.Name) and node.id == alias.name:
            yield instead(node, other)


def not_deleted(program: BrokenProgram) -> Iterator[list[Edit]]:
    """The same without the statement that deletes the name."""
    for node in ast.walk(program.scope) if program.nameless else ():
        if isinstance(node, ast.Delete) and program.nameless in map(ast.unparse, node.targets):
            yield [instead(node, "pass")]


def with_another_attribute(program: BrokenProgram) -> Iterator[list[Edit]]:
    """An attribute that there is, in the place of one that there is not."""
    found = re.search(LACKING, program.crash.message)
    if not found:
        return
    *owners, lacked = found.groups()
    owner = next(filter(None, owners))
    said = re.findall(r"Did you mean[^']*'(\w+)'", program.crash.message)
    own = [n.attr for n in nodes(program.tree) if isinstance(n, ast.Attribute)]
    own += [n.name for n in nodes(program.tree) if isinstance(n, ast.FunctionDef)]
    there = {*OF_OWNERS.get(owner, own)} - {lacked}
    alike = ALIKE_IF_SHORT if len(lacked) <= SHORT else ALIKE
    near = difflib.get_close_matches(lacked, sorted(there), n=2, cutoff=alike)
    some = [n for n in sorted(there) if len(lacked) == len(n) == 1]
    known = {*there, *dir(getattr(builtins, owner, object)), *program.words}
    for other in [word for word in said if word in known] or near or some:
        yield [
            instead(node, f"{ast.unparse(node.value)}.{other}")
            for node in nodes(program.tree)
            if isinstance(node, ast.Attribute)
            and (node.attr, node.lineno) == (lacked, program.crash.line)
        ]
