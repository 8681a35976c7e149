"""What the page can ask of its server.

The answer to a run is its events, a line of JSON each, as they happen. A browser that goes away
ends it.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import math
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from .folder import Changed, Document, Folder, NotSaved
from .guard import Guard
from .judge_process import Event, JudgeProcess
from .sheet import Sheet

STATIC = Path(__file__).resolve().parent / "static"
KINDS = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
}
LOOK_EVERY = 0.2
"""Seconds between two looks at the file: an edit made elsewhere shows before one looks up."""

MOST_EPOCHS = 1_000_000

Answer = Callable[[Request], Awaitable[Response]]


class Asked(ValueError):
    """What was asked makes no sense; the words say why."""


class Page:
    """One learner's page: a sheet for each lesson, in the order in which they are learned.

    A request names its lesson; where it names none, the one that the page begins with is meant.
    """

    def __init__(self, sheets: Sequence[Sheet], begin: Sheet) -> None:
        self.sheets = sheets
        self._begin = begin
        self.judge = JudgeProcess(begin.lesson.name)
        self.ending = asyncio.Event()

    def _sheet(self, request: Request) -> Sheet:
        """The lesson that a request is about. Raises Asked."""
        name = request.query_params.get("lesson", self._begin.lesson.name)
        for sheet in self.sheets:
            if sheet.lesson.name == name:
                return sheet
        names = ", ".join(sheet.lesson.name for sheet in self.sheets)
        raise Asked(f"There is no such lesson on this page. It has {names}.")

    # ------------------------------------------------------------ files

    async def state(self, request: Request) -> Response:
        """All that the page needs to begin with."""
        sheet = self._sheet(request)
        later = self.sheets[self.sheets.index(sheet) + 1 :]
        return JSONResponse(sheet.state(later[0] if later else None))

    async def save(self, request: Request) -> Response:
        """Saves the text over the version that was seen."""
        asked = await _asked(request, text=str, tag=str)
        folder = self._sheet(request).folder
        return self._saved(folder, lambda: folder.save(asked["text"], asked["tag"]))

    async def reset(self, request: Request) -> Response:
        """Puts the exercise as given in its place, and keeps what was there."""
        asked = await _asked(request, text=str, tag=str)
        folder = self._sheet(request).folder
        return self._saved(folder, lambda: folder.reset(asked["text"], asked["tag"]))

    async def bring_back(self, request: Request) -> Response:
        """Brings back what was kept last."""
        asked = await _asked(request, text=str, tag=str)
        folder = self._sheet(request).folder
        return self._saved(folder, lambda: folder.bring_back(asked["text"], asked["tag"]))

    async def keep(self, request: Request) -> Response:
        """Keeps a text that is about to be left for the one on the disk."""
        asked = await _asked(request, text=str)
        folder = self._sheet(request).folder
        try:
            name = folder.keep(asked["text"])
        except NotSaved as problem:
            return JSONResponse({"words": str(problem)}, 507)
        return JSONResponse({"name": name, "kept": folder.kept()})

    def _saved(self, folder: Folder, save: Callable[[], Document]) -> Response:
        try:
            document = save()
        except Changed as changed:
            return JSONResponse({"words": str(changed), "document": vars(changed.now)}, 409)
        except NotSaved as problem:
            return JSONResponse({"words": str(problem)}, 507)
        return JSONResponse({"document": vars(document), "kept": folder.kept()})

    async def watch(self, request: Request) -> Response:
        """Tells the program's file as it stands, which may have changed since, and each change."""
        folder = self._sheet(request).folder

        async def looks() -> AsyncIterator[bytes]:
            stamp = folder.stamp()
            document = folder.read(folder.program)
            yield _line({"event": "watching", "tag": document.tag})
            yield _line({"event": "file", "document": vars(document)})
            since_told = 0.0
            while not self.ending.is_set():
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self.ending.wait(), LOOK_EVERY)
                since_told += LOOK_EVERY
                if (now := folder.stamp()) != stamp:
                    stamp, since_told = now, 0.0
                    document = folder.read(folder.program)
                    yield _line({"event": "file", "document": vars(document)})
                elif since_told >= 1:
                    since_told = 0.0
                    yield _line({"event": "beat"})

        return StreamingResponse(looks(), media_type="application/x-ndjson")

    # ------------------------------------------------------------ runs

    async def run(self, request: Request) -> Response:
        """Test run: the report of `grade check`, her numbers, then the training."""
        asked = await _asked(request, text=str, epochs=int, learnrate=float)
        if not 1 <= asked["epochs"] <= MOST_EPOCHS:
            raise Asked(f"The epochs are a whole number from 1 to {MOST_EPOCHS:,}.")
        if not math.isfinite(asked["learnrate"]):
            raise Asked("The learnrate is a number.")
        sheet = self._sheet(request)
        beside = {
            name: content.decode("utf-8", "replace")
            for name, content in sheet.folder.beside().items()
        }
        return self._stream(
            {
                "do": "run",
                **sheet.order(asked["text"]),
                "files": beside,
                "epochs": asked["epochs"],
                "learnrate": asked["learnrate"],
            }
        )

    async def pencil(self, request: Request) -> Response:
        """Her numbers beside the lesson's; not while something else is running."""
        asked = await _asked(request, text=str)
        if self.judge.is_busy:
            return Response(status_code=204)
        return self._stream({"do": "pencil", **self._sheet(request).order(asked["text"])})

    async def submit(self, request: Request) -> Response:
        """Submit answer: the report of `grade submission`, and the file to hand in."""
        asked = await _asked(request, text=str, tag=str)
        sheet = self._sheet(request)
        document = sheet.folder.save(asked["text"], asked["tag"])
        path = sheet.folder.hand_in()
        handed = {
            "event": "hand_in",
            "document": vars(document),
            "path": str(path),
            "name": path.name,
            "where": sheet.folder.where_to_hand_in,
        }
        return self._stream({"do": "submit", **sheet.order(asked["text"])}, first=handed)

    async def stop(self, _: Request) -> Response:
        """Ends what is running."""
        await self.judge.stop()
        return JSONResponse({})

    def _stream(self, order: Event, first: Event | None = None) -> Response:
        async def lines() -> AsyncIterator[bytes]:
            if first:
                yield _line(first)
            async with contextlib.aclosing(self.judge.events(order)) as events:
                async for event in events:
                    yield _line(event)

        return StreamingResponse(lines(), media_type="application/x-ndjson")

    # ------------------------------------------------------------ the rest

    async def hint(self, request: Request) -> Response:
        """The next hint for a step of the last report, from her own mistake on."""
        asked = await _asked(request, check=str, text=str)
        sheet = self._sheet(request)
        order = {"do": "hints", **sheet.order(asked["text"]), "check": asked["check"]}
        hints: list[str] = []
        async with contextlib.aclosing(self.judge.events(order)) as events:
            async for event in events:
                hints = event.get("hints", hints)
        if not hints:
            raise Asked("There is no hint for that. Press Test run first.")
        number = sheet.climb(asked["check"], len(hints))
        return JSONResponse({"hint": hints[number - 1], "number": number, "of": len(hints)})

    async def answers(self, request: Request) -> Response:
        """The solution: the page has asked whether she wants to see it."""
        return JSONResponse({"text": self._sheet(request).solution.decode("utf-8")})


def made(page: Page, port: int, token: str) -> Guard:
    """The application, behind its guard."""
    built = {path.name: path for path in sorted(STATIC.iterdir()) if path.suffix in KINDS}

    async def file(request: Request) -> Response:
        path = built[request.url.path.lstrip("/") or "index.html"]
        return Response(path.read_bytes(), headers={"content-type": KINDS[path.suffix]})

    async def refused(_: Request, error: Exception) -> Response:
        return JSONResponse({"words": str(error)}, 507 if isinstance(error, NotSaved) else 400)

    async def changed(_: Request, error: Exception) -> Response:
        assert isinstance(error, Changed)
        return JSONResponse({"words": str(error), "document": vars(error.now)}, 409)

    async def missing(_: Request, __: Exception) -> Response:
        return PlainTextResponse("There is nothing here.", 404)

    def api(name: str, answer: Answer, method: str = "POST") -> Route:
        return Route(f"/api/{name}", answer, methods=[method])

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        starting = asyncio.ensure_future(page.judge.start())
        try:
            yield
        finally:
            starting.cancel()
            await page.judge.end()

    app = Starlette(
        routes=[
            *(Route(f"/{name}", file, methods=["GET"]) for name in ("", *built)),
            api("state", page.state, "GET"),
            api("watch", page.watch, "GET"),
            api("save", page.save),
            api("reset", page.reset),
            api("bring-back", page.bring_back),
            api("keep", page.keep),
            api("run", page.run),
            api("pencil", page.pencil),
            api("submit", page.submit),
            api("stop", page.stop),
            api("hint", page.hint),
            api("solution", page.answers),
        ],
        exception_handlers={
            Asked: refused, NotSaved: refused, Changed: changed, 404: missing
        },
        lifespan=lifespan,
    )  # fmt: skip
    app.router.redirect_slashes = False
    return Guard(app, port, token)


async def _asked(request: Request, **fields: type) -> dict[str, Any]:
    """The fields of a request's JSON object, each of its kind. Raises Asked."""
    try:
        asked = json.loads(await request.body())
    except (ValueError, RecursionError):
        raise Asked("That is not JSON.") from None
    if not isinstance(asked, dict):
        raise Asked("A JSON object is needed.")
    found: dict[str, Any] = {}
    for name, kind in fields.items():
        value = asked.get(name)
        if kind is float and type(value) is int:
            value = float(value) if abs(value) < 1e300 else math.inf
        if type(value) is not kind:
            raise Asked(f"{name} is missing, or of another kind.")
        found[name] = value
    if "text" in found:
        try:
            found["text"].encode("utf-8")
        except UnicodeEncodeError:
            raise Asked("The text holds half a character: remove it.") from None
    return found


def _line(event: Event) -> bytes:
    return json.dumps(event).encode("ascii") + b"\n"
