"""Where a loop of a script says how often it is gone through: in its head, or where it is left.

    for e in range(epochs):      range(__training__.epochs.named(0, epochs, site=1))
    for e in range(1, 901):      __training__.epochs.count(0, range(1, 901), site=1)
    while e < 900:               while e < __training__.epochs.literal(0, 900, site=1):
    if e == epochs: break        if e == __training__.epochs.named(0, epochs, site=101): break

Which of the loops is the training turns out as the script runs; these calls ask. Nothing is run
here. Loaded by worker.py before the room is locked; imports nothing of ours but what stands beside
it.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Mapping
from typing import Any, cast

from .hooks import of_ours, wrapped
from .learnrate import Learnrate
from .script_text import speaks_of_epochs
from .trees import name_of, names_in


class Rates(ast.NodeTransformer):
    """What is handed to a function of the script's own: of the grader's it has the learnrate."""

    def __init__(self, rate: Learnrate) -> None:
        self._learnrate = rate

    def visit(self, node: ast.AST) -> Any:
        return of_the_grader(node, self._learnrate) or super().visit(node)


class Head(Rates):
    """The head of a loop: each number in it may turn out to be the number of epochs."""

    first_site = 0
    of_literals = "count"

    def __init__(
        self,
        number: int,
        changing: set[str],
        epochs: Mapping[str, float],
        rate: Learnrate,
        own: Collection[str],
    ) -> None:
        """`changing` are the names that the loop itself sets, `epochs` those that count epochs.

        The script's `own` functions may be given numbers of other kinds.
        """
        self._number = number
        self._own = own
        self._changing = changing
        self._epochs = epochs
        super().__init__(rate)
        self._n_sites = self.first_site
        self._epochs_named = False

    def head(self, node: ast.expr) -> Any:
        """That of a `while`, as it is to be: where it names the number of epochs, that is it."""
        self._epochs_named = not self._epochs.keys().isdisjoint(names_in(node))
        self.of_literals = "literal"
        return self.visit(node)

    def visit_Call(self, node: ast.Call) -> ast.expr:
        """A row of numbers from 1 on has as many epochs as numbers, not as it says last."""
        match node:
            case ast.Call(ast.Name("range"), [ast.Constant(0), _]):
                pass
            case ast.Call(ast.Name("range") | ast.Attribute(attr="arange"), [_, _, *_]):
                if {*names_in(node)}.isdisjoint({*self._epochs, *self._changing}):
                    return self._counted("count", node)
        literals = self.of_literals
        if name_of(node.func) == "islice":  # 901 of what begins with the weights before any step
            self.of_literals = "literal_at_exit"
        own = Rates(self._learnrate) if name_of(node.func) in self._own else self
        node.args = [(self if self._says_epochs(a) else own).visit(a) for a in node.args]
        self.of_literals = literals
        for keyword in node.keywords:
            if self._says_epochs(ast.Name(keyword.arg or "")):
                keyword.value = self.visit(keyword.value)
        return node

    def _says_epochs(self, argument: ast.expr) -> bool:
        """Does it say of itself that it is the number of epochs, wherever it stands?"""
        return name_of(argument) in self._epochs or speaks_of_epochs(argument)

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        """An entry of a dictionary: any in the head of a `for`, else one that has a name for it."""
        match node.slice:
            case ast.Constant(value=str(name)):
                if self.of_literals == "count" or speaks_of_epochs(ast.Name(name)):
                    return self._counted("count", node)
        return cast(ast.expr, self.generic_visit(node))

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if not isinstance(node.ctx, ast.Load):
            return node
        if node.id in self._changing:
            return node if self._epochs_named else self._counted("counter", node)
        return self._counted("named" if node.id in self._epochs else "count", node)

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        return self._counted("count", node)

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        """Where a script has a name for its number of epochs, other numbers are something else."""
        if type(node.value) not in (int, float):
            return node
        if not self._epochs or node.value in self._epochs.values():
            return self._counted(self.of_literals, node)
        return self._counted("fixed", node)

    def _counted(self, hook: str, node: ast.expr) -> ast.expr:
        self._n_sites += 1
        counted = wrapped(f"epochs.{hook}", ast.Constant(self._number), node)
        counted.keywords = [ast.keyword("site", ast.Constant(self._n_sites))]
        return counted


class Exit(Head):
    """What a loop asks before it is left from within: only what says epochs counts them there."""

    first_site = 100
    of_literals = "literal_at_exit"

    def __init__(self, *about: Any, is_endless: bool) -> None:
        """`about` is what a head is given; `is_endless`, whether nothing but this ends the loop."""
        super().__init__(*about)
        self._is_endless = is_endless

    def visit_Name(self, node: ast.Name) -> ast.expr:
        is_number = node.id in self._epochs and node.id not in self._changing
        return self._counted("named", node) if is_number else node

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        return self._counted("count", node) if node.attr in self._epochs else node

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        """A number by itself counts epochs where there is no name for them, and no other end."""
        known = self._epochs.values()
        by_itself = not known and self._is_endless and speaks_of_epochs(node)
        is_number = type(node.value) is int and (node.value in known or by_itself)
        return self._counted(self.of_literals, node) if is_number else node


def of_the_grader(node: ast.AST, learnrate: Learnrate) -> ast.expr | None:
    """The grader's learnrate, if that is where the script says its own."""
    if id(node) in learnrate.written:
        return ast.copy_location(wrapped("rate", cast(ast.expr, node)), node)
    if id(node) in learnrate.literals:
        return ast.copy_location(of_ours("learnrate"), node)
    if id(node) in learnrate.read:
        return ast.copy_location(wrapped("rate_as_read", cast(ast.expr, node)), node)
    if id(node) in learnrate.inverses:
        return ast.copy_location(of_ours("inverse_of_learnrate"), node)
    return None
