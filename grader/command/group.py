"""All the commands under one roof: those for learners and those for teachers, each in its list."""

from __future__ import annotations

import click


class Commands(click.Group):
    """The commands; those for a class are imported only where one is asked for."""

    FOR_LEARNERS = ("start", "page", "check", "watch", "hint", "show", "solution")
    FOR_A_CLASS = ("batch", "compare", "merge", "regrade", "release", "similar")

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *self.FOR_A_CLASS])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.FOR_A_CLASS:
            return super().get_command(ctx, cmd_name)
        from . import teachers as class_commands

        found: click.Command = getattr(class_commands, cmd_name)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Two lists: what a learner needs, in the order of her way, and what a teacher needs."""
        names = self.list_commands(ctx)
        teachers = [name for name in names if name not in self.FOR_LEARNERS]
        for title, listed in (
            ("For learners", [name for name in self.FOR_LEARNERS if name in names]),
            ("For teachers", sorted(teachers, key=lambda name: (name != "submission", name))),
        ):
            with formatter.section(title):
                formatter.write_dl([(name, self._promise(ctx, name)) for name in listed])

    def _promise(self, ctx: click.Context, name: str) -> str:
        """The first sentence of a command's help."""
        found = self.get_command(ctx, name)
        text = " ".join((found.help or "").split("\n\n")[0].split()) if found else ""
        return text.partition(". ")[0].rstrip(".")
