"""A server for one learner's page, until Ctrl-C."""

from __future__ import annotations

import asyncio
import secrets
import socket
from collections.abc import Callable
from types import FrameType

import uvicorn

from .app import Page, made


class Server(uvicorn.Server):
    """Ends its streams when it is to end, so that nobody waits for them."""

    def __init__(self, config: uvicorn.Config, page: Page) -> None:
        super().__init__(config)
        self._page = page

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._page.ending.set()
        self.should_exit = True
        super().handle_exit(sig, frame)


def serve(page: Callable[[], Page], port: int, opened: Callable[[str], None]) -> None:
    """Serves a page until Ctrl-C; `opened` is told the address as soon as there is one.

    Raises OSError where the port cannot be had, and KeyboardInterrupt at the end.
    """
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen(64)
        port, token = listener.getsockname()[1], secrets.token_urlsafe(24)

        async def until_the_end() -> None:
            served = page()
            config = uvicorn.Config(
                made(served, port, token),
                log_level="critical",
                access_log=False,
                server_header=False,
                ws="none",
                timeout_graceful_shutdown=1,
            )
            opened(f"http://127.0.0.1:{port}/#{token}")
            await Server(config, served).serve(sockets=[listener])

        asyncio.run(until_the_end())
        raise KeyboardInterrupt  # which is what has ended it, whether asyncio says so or not
