"""Rewrites a NumPy script, so that the grader can take hold of it.

A script trains as it is read from its first line to its last, so there is nothing in it to call.
It is rewritten instead, every line staying where it is, with calls of the grader's (playback.py)
around each loop and in place of the numbers that the grader chooses:

    learnrate = 0.005                __training__.rate(0.005)
    epochs = 900                     epochs = __training__.epochs.said(900)
    for e in range(epochs):          __training__.begin(0)
        ...                          turns = range(__training__.epochs.count(0, epochs))
        if e % 100 == 0:             for e in __training__.turns(0, turns):
            print(loss)                  ...
                                         if e % __training__.epochs.stride(100) == 0:
                                             print(loss)
                                         __training__.note(0)
                                     __training__.end(0)

What goes over epochs without a loop's statement is written as one before that (loops.py).
Which of the loops is the training turns out as the script runs. Nothing is run here. Loaded by
worker.py before the room is locked; imports nothing of ours but what stands beside it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from types import CodeType
from typing import Any, NamedTuple

from .heads import Exit, Head, of_the_grader
from .hooks import call, of_ours, rated, wrapped, written
from .learnrate import Learnrate, Places, learnrate
from .loops import with_loops
from .script_text import (
    functions_of,
    goes_over_epochs,
    head_of,
    imported,
    in_shapes,
    looks_like_training,
    may_have_records,
    numbers_in_heads,
    numbers_of_epochs,
    outermost_loops,
    rows_of_epochs,
    strides,
    takes_parts,
    trains_again,
    untouched_names,
    where_epochs_are_said,
)
from .trees import (
    HOOK,
    Loop,
    has_no_end,
    heads_in,
    names_in,
    never_ends,
    nodes,
    read_from_around,
    set_anew,
    stored,
    stored_under,
    targets,
    walk,
)

FEWEST = 20
"""Records that somebody may write down as the number of those to learn from."""


class Prepared(NamedTuple):
    """A script with the grader's calls in it, ready to be run.

    Of each of its loops, by the loop's number, `mentioned` has its names, `changed` those that it
    stores anything under, `read_later` those that are read below it, `in_heads` those that its head
    names, `gone_through` those that the loops inside of it go through, and `lines` its line.
    `endless` are the numbers of those that nothing ends, `asked_for_more` of those that would go on
    for as long as somebody asks for what they yield, `over_epochs` of those that go over
    epochs, `trainings` of those that look like a training, and `untouched` the lesson's names whose
    TODO is as it was given. Where it `is_measured`, or there is no need to, the grader's learnrate
    takes the place of its own. It `may_split` its records into parts.
    """

    code: CodeType
    mentioned: tuple[frozenset[str], ...]
    changed: tuple[frozenset[str], ...]
    read_later: tuple[frozenset[str], ...]
    in_heads: tuple[frozenset[str], ...]
    gone_through: tuple[frozenset[str], ...]
    endless: frozenset[int]
    asked_for_more: frozenset[int]
    over_epochs: frozenset[int]
    untouched: tuple[str, ...]
    trainings: tuple[int, ...]
    lines: tuple[int, ...]
    is_measured: bool
    may_split: bool


def parsed(source: bytes, name: str) -> ast.Module:
    """The script as it is rewritten. Raises SyntaxError where it is none."""
    return with_loops(ast.parse(source, name))


def prepared(
    tree: ast.Module, name: str, lesson: Mapping[str, Any], measured: Places | None = None
) -> Prepared:
    """Makes a script ready, whose learnrate is `measured` if it has no name.

    Of the `lesson` it takes the names of its weights, of its steps and of those that are sums over
    the records, and its number of records, `n_records`, with those that are kept aside, `n_aside`.

    Raises Strange where it is another program than the exercise.
    """
    untouched, may_split = tuple(untouched_names(tree, lesson)), takes_parts(tree)
    rewriting = Rewriting(tree, lesson, measured)
    code = compile(rewriting.tree, name, "exec", dont_inherit=True)
    return Prepared(
        code,
        tuple(rewriting.mentioned),
        tuple(rewriting.changed),
        tuple(rewriting.read_later),
        tuple(rewriting.in_heads),
        tuple(rewriting.gone_through),
        frozenset(rewriting.endless),
        frozenset(rewriting.asked_for_more),
        frozenset(rewriting.over_epochs),
        untouched,
        tuple(rewriting.trainings),
        tuple(rewriting.lines),
        rewriting.is_measured,
        may_split,
    )


class Rewriting(ast.NodeTransformer):
    """Puts the grader's calls into `tree`."""

    def __init__(
        self, tree: ast.Module, lesson: Mapping[str, Any], measured: Places | None = None
    ) -> None:
        """The `lesson` has `n_records`, and `n_aside`: a script may have written these numbers.

        Its learnrate may be `measured`.
        """
        self._n_records = lesson["n_records"]
        self.mentioned: list[frozenset[str]] = []
        self.changed: list[frozenset[str]] = []
        self.read_later: list[frozenset[str]] = []
        self.in_heads: list[frozenset[str]] = []
        self.gone_through: list[frozenset[str]] = []
        self.endless: list[int] = []
        self.asked_for_more: list[int] = []
        self.over_epochs: list[int] = []
        self.trainings: list[int] = []
        self.lines: list[int] = []
        self._functions = functions_of(tree)
        loops = [*outermost_loops(tree, self._functions)]
        self._trainings = {id(loop) for loop in loops if looks_like_training(loop)}
        self._imports_records = any(map(may_have_records, imported(tree)))
        self._epochs = numbers_of_epochs(tree)
        found = learnrate(tree, self._functions, measured)
        self.is_measured = found is not None
        self._learnrate = found or Learnrate(set(), set(), set(), set())
        self._hooks = {
            id(node): "epochs.said" if in_a_head else "epochs.said_elsewhere"
            for node, in_a_head in where_epochs_are_said(tree)
        }
        self._hooks |= {id(node): "epochs.stride" for node in strides(loops)}
        self._hooks |= {id(node): "epochs.rows" for node in rows_of_epochs(tree)}
        self._hooks |= {id(n): "n_aside" for n in in_shapes(tree) if n.value == lesson["n_aside"]}
        self._in_heads = {id(node): name for node, name in numbers_in_heads(tree)}
        self._reads = [
            (node.lineno, node.id)
            for node in nodes(tree)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
        ]
        self._locals: set[str] = set()
        self._loops_around = 0
        self.tree = ast.fix_missing_locations(self.visit(tree))

    def visit(self, node: ast.AST) -> Any:
        """What a loop assigns to the learnrate is left alone: it may let it decay."""
        return of_the_grader(node, self._learnrate) or super().visit(node)

    # ---- loops

    def visit_For(self, node: ast.For) -> list[ast.stmt]:
        number = self._numbered(node)
        if never_ends(node, self._functions):
            self.endless.append(number)
        self._count_exits(node, number, is_endless=has_no_end(node.iter, self._functions))
        head = self._counted(number, set()).visit(node.iter)
        node.iter = wrapped("turns", ast.Constant(number), head)
        turns = [n.id for n in targets(node) if id(n) in self._learnrate.turns]
        rates = [statement for name in turns for statement in rated(name, node.body[0])]
        is_training = not (turns and trains_again(node, self._functions))
        held = self._held(node, number) if is_training else self._passed(node)
        node.body[is_training:is_training] = rates
        return held

    def visit_While(self, node: ast.While) -> list[ast.stmt]:
        number = self._numbered(node)
        yields = any(isinstance(part, (ast.Yield, ast.YieldFrom)) for part in ast.walk(node))
        if never_ends(node, self._functions):  # but who asks it for more, if it yields
            (self.asked_for_more if yields else self.endless).append(number)
        self._count_exits(node, number, is_endless=isinstance(node.test, ast.Constant))
        head = self._counted(number, stored(node)).head(node.test)
        node.test = ast.BoolOp(ast.And(), [wrapped("epoch", ast.Constant(number)), head])
        held = self._held(node, number)
        node.orelse.insert(0, call(node, "through", number))
        return held

    def _count_exits(self, node: Loop, number: int, *, is_endless: bool) -> None:
        """What ends the loop from within may count its epochs, as its head may."""
        test = Exit(
            number, stored(node), self._epochs, self._learnrate, self._functions,
            is_endless=is_endless,
        )  # fmt: skip
        for part in node.body:
            if isinstance(part, ast.If) and isinstance(part.body[-1], (ast.Break, ast.Return)):
                part.test = test.visit(part.test)

    def _counted(self, number: int, changing: set[str]) -> Head:
        return Head(number, changing, self._epochs, self._learnrate, self._functions)

    def _numbered(self, node: Loop) -> int:
        parts, names = self._with_what_it_calls(node)
        functions = (part for part in parts if isinstance(part, ast.FunctionDef))
        read = {name for function in functions for name in read_from_around(function)}
        self.mentioned.append(names - (set_anew(node) - read))
        self.changed.append(frozenset(name for part in parts for name in stored_under(part)))
        end = node.end_lineno or node.lineno
        self.read_later.append(frozenset(name for line, name in self._reads if line > end))
        self.in_heads.append(frozenset(names_in(head_of(node))))
        inside = [each for part in parts for each in walk(part) if each is not node]
        heads = (head for each in inside for head in heads_in(each))
        self.gone_through.append(frozenset(name for head in heads for name in names_in(head)))
        self.lines.append(node.lineno)
        number = len(self.mentioned) - 1
        self.trainings += [number] if id(node) in self._trainings else []
        self.over_epochs += [number] if goes_over_epochs(node) else []
        return number

    def _held(self, node: Loop, number: int) -> list[ast.stmt]:
        """The loop with calls before it, after it, and after each of its statements."""
        body: list[ast.stmt] = []
        self._loops_around += 1
        for statement in node.body:
            body += [*self._visited(statement), call(statement, "note", number)]
        self._loops_around -= 1
        node.body = body
        node.orelse = [part for statement in node.orelse for part in self._visited(statement)]
        begin, end = call(node, "begin", number), call(node, "end", number)
        return [*self._handed_over(node, number), begin, node, end]

    def _passed(self, node: ast.For) -> list[ast.stmt]:
        """A loop over trainings, which is none itself."""
        node.body = [part for statement in node.body for part in self._visited(statement)]
        node.orelse = [part for statement in node.orelse for part in self._visited(statement)]
        return [node]

    def _visited(self, statement: ast.stmt) -> list[ast.stmt]:
        visited = self.visit(statement)
        return visited if isinstance(visited, list) else [visited]

    def _handed_over(self, near: Loop, number: int) -> Iterator[ast.stmt]:
        """Where a script has records of its own: its local names take the grader's instead.

        One that imports them may only do so as the outermost loop of its function begins.
        """
        if not (self._imports_records and self._loops_around):
            for name in sorted(self._locals & self.mentioned[number]):
                yield from written(
                    near,
                    f"try: {name} = {HOOK}.given({number}, {name})\nexcept NameError: pass",
                )

    def _with_what_it_calls(self, loop: Loop) -> tuple[list[ast.AST], frozenset[str]]:
        """A loop, and the functions that are called in it; and all the names in these."""
        parts: list[ast.AST] = [loop]
        met = set[str]()
        for part in parts:
            new = set(names_in(part)) - met
            met |= new
            parts += [self._functions[name] for name in sorted(new & self._functions.keys())]
        return parts, frozenset(met)

    # ---- functions

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        around = self._locals, self._loops_around
        parameters = [
            part.arg for part in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
        ]
        self._locals, self._loops_around = stored(node) | set(parameters), 0
        self.generic_visit(node)
        self._locals, self._loops_around = around
        for name in self._learnrate.parameters & set(parameters):
            node.body[:0] = rated(name, node.body[0])
        return node

    # ---- numbers

    def visit_If(self, node: ast.If) -> ast.AST:
        """The number of records stays as written where an `if` skips records with `continue`."""
        test = node.test
        if any(isinstance(statement, ast.Continue) for statement in node.body):
            node.test = ast.Constant(value=True)
        self.generic_visit(node)
        node.test = test if isinstance(node.test, ast.Constant) else node.test
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        """What an average is divided by may be as many records as the script has kept to learn."""
        self.generic_visit(node)
        match node:
            case ast.BinOp(op=ast.Div(), right=ast.Constant(value=int(n)) as right) if n >= FEWEST:
                node.right = ast.copy_location(wrapped("n_of_a_part", right), right)
        return node

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        if id(node) in self._hooks:
            return ast.copy_location(wrapped(self._hooks[id(node)], node), node)
        if name := self._in_heads.get(id(node)):
            said = wrapped("epochs.said_in_a_head", node, ast.Constant(name))
            return ast.copy_location(said, node)
        if type(node.value) is int and node.value == self._n_records:
            return ast.copy_location(of_ours("n_to_learn_from"), node)
        return node
