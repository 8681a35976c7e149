"""The secret of a class, which every worker of a Dask cluster is given once, not with each task.

A port is closed there as well: the HTTP server of a worker listens on every address of its machine
unless it was told one, whatever its `--host` is, and nobody needs it here.
"""

from __future__ import annotations

from typing import Any

from distributed import WorkerPlugin

from . import grading_process

EVERYWHERE = ("0.0.0.0", "::")


class Secret(WorkerPlugin):
    """The secret of a class, known to the workers by its mark. Dask gives it to later ones too."""

    def __init__(self, mark: str, secret: str) -> None:
        self.name = f"byhand-{mark}"
        self._mark, self._secret = mark, secret

    def setup(self, worker: Any) -> None:
        grading_process.placed[self._mark] = self._secret
        sockets = worker.http_server._sockets.values()
        still_open = [socket for socket in sockets if socket.fileno() >= 0]  # no batch was before
        if any(socket.getsockname()[0] in EVERYWHERE for socket in still_open):
            worker.http_server.stop()

    def teardown(self, worker: Any) -> None:  # noqa: ARG002  (Dask's own signature)
        grading_process.placed.pop(self._mark, None)
