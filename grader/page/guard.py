"""Who may ask: the page that this very server has handed out, and nobody else.

Any web page can make the browser send a request to this machine, and here requests run code. So
each one is held against constants, never against another part of itself:

    Host      this server's own address, or 421: a foreign name that leads here is an attack
    Origin    this server's own, or none, or 403
    token     for everything under /api/, in the header Authorization, or 401
    body      JSON, or 415; at most a megabyte, or 413
"""

from __future__ import annotations

import contextlib
import hmac
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LARGEST_BODY = 1_000_000

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


class TooLarge(Exception):
    """The body is larger than any that the page would send."""


class Guard:
    """Stands before the application."""

    def __init__(self, app: App, port: int, token: str) -> None:
        self._app = app
        self._token = f"Bearer {token}".encode("ascii")
        self._hosts = {f"{name}:{port}".encode("ascii") for name in ("127.0.0.1", "localhost")}
        if port == 80:
            self._hosts |= {b"127.0.0.1", b"localhost"}
        self._origins = {b"http://" + host for host in self._hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        refusal = self._refusal(scope)
        if refusal:
            await refuse(send, *refusal)
            return
        body = Body(receive)

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_headers()]
                if body.is_too_large:
                    message["status"] = 413
            await send(message)

        with contextlib.suppress(TooLarge):
            await self._app(scope, body.receive, guarded)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        headers: dict[bytes, list[bytes]] = {}
        for name, value in scope["headers"]:
            headers.setdefault(name.lower(), []).append(value)

        def only(name: bytes) -> bytes | None:
            values = headers.get(name, [])
            return values[0] if len(values) == 1 else None

        if only(b"host") not in self._hosts:
            return 421, "This address belongs to another server."
        if b"origin" in headers and only(b"origin") not in self._origins:
            return 403, "Another page may not ask here."
        site = only(b"sec-fetch-site") or b"none"
        if scope["path"].startswith("/api/"):
            if site not in (b"same-origin", b"none"):
                return 403, "Another page may not ask here."
            if not hmac.compare_digest(only(b"authorization") or b"", self._token):
                return 401, "The token is missing: open the address that `grade page` printed."
        if scope["method"] in ("POST", "PUT", "PATCH"):
            kind = (only(b"content-type") or b"").partition(b";")[0].strip().lower()
            if kind != b"application/json":
                return 415, "Only JSON is taken here."
            length = only(b"content-length") or b"0"
            if not length.isdigit() or int(length) > LARGEST_BODY:
                return 413, "The request is too large."
        return None


class Body:
    """The body of a request, up to a limit."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._size = 0

    @property
    def is_too_large(self) -> bool:
        return self._size > LARGEST_BODY

    async def receive(self) -> Message:
        """The next part. Raises TooLarge."""
        message = await self._receive()
        self._size += len(message.get("body", b""))
        if self.is_too_large:
            raise TooLarge
        return message


def _headers() -> list[tuple[bytes, bytes]]:
    return [(name.encode("ascii"), value.encode("ascii")) for name, value in HEADERS.items()]


async def refuse(send: Send, status: int, words: str) -> None:
    body = words.encode("utf-8")
    kind = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    length = [(b"content-length", str(len(body)).encode("ascii"))]
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [*kind, *length, *_headers()],
        }
    )
    await send({"type": "http.response.body", "body": body})
