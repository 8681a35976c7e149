"""Modules that the room does not have: an import that the exercise doesn't need costs nothing.

Whatever a submission imports and the room does not have is stood in for:

    plots, progress bars, logs      every call is accepted, and does nothing
    a few functions                 done here (provided.py)
    a module with the records       whatever it is called, it hands over the lesson's
    anything else                   says that it is not there, by name, as soon as it is used;
                                    printing what is not there is no use of it

An import inside of a `try`, which a submission can do without, fails as it would elsewhere.
Loaded by worker.py before the room is locked, and after provided.py, which it imports.
"""

from __future__ import annotations

import ast
import difflib
import functools
import importlib
import importlib.abc
import importlib.machinery
import io
import linecache
import sys
import types
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from .provided import PROVIDED

SILENT = {
    "matplotlib", "mpl_toolkits", "pylab", "seaborn", "plotly", "bokeh", "IPython", "tqdm",
    "altair", "logging", "rich", "colorama", "termcolor", "tabulate", "prettytable", "progressbar",
    "wandb", "tensorboard", "tensorboardX", "loguru", "graphviz", "networkx",
}  # fmt: skip
"""Packages that draw, print or log; no step of a training depends on them."""

FOREIGN = {
    "torch", "tensorflow", "keras", "jax", "theano", "cupy", "scipy", "sklearn", "autograd",
    "statsmodels", "xgboost", "lightgbm", "numba", "cv2", "PIL", "requests", "sympy", "polars",
}  # fmt: skip
"""Packages of other purposes: no learner's own module has such a name."""

DATA = ("features", "targets", "features_test", "targets_test")
RECORDS = (*DATA, *(f"pandas_{name}" for name in DATA))
"""The names of a module with the records."""

Records = Callable[[], Mapping[str, Any]]
"""What these names are to hold, at the moment."""


class Absent:
    """Something of a module that is not there. Using it says so; printing it does not.

    Nor does it if the submission's own code asks for a part of it: it may be a colour to print in.
    """

    def __init__(self, name: str, modules: Modules) -> None:
        self.__dict__.update(name=name, modules=modules)

    def _is_used(self, *_: object, **__: object) -> Any:
        module, wanted, *_rest = self.__dict__["name"].split(".")
        if module == "data_prep":
            near = difflib.get_close_matches(wanted, DATA, 1)
            words = f"cannot import name {wanted!r} from 'data_prep'"
            raise ImportError(f"{words}. Did you mean: {near[0]!r}?" if near else words)
        raise ModuleNotFoundError(f"No module named {module!r}", name=module)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        whole, modules = self.__dict__["name"], self.__dict__["modules"]
        is_asked_by_it = modules.is_its_own(sys._getframe(1))
        return Absent(f"{whole}.{name}", modules) if is_asked_by_it else self._is_used()

    def __add__(self, other: object) -> Any:
        """A colour stands before a text."""
        return other if isinstance(other, str) else self._is_used()

    __radd__ = __add__

    def __repr__(self) -> str:
        return ""

    __call__ = __getitem__ = __setitem__ = __setattr__ = __iter__ = __len__ = __bool__ = _is_used
    __enter__ = __mro_entries__ = __sub__ = __rsub__ = __mul__ = _is_used
    __rmul__ = __truediv__ = __rtruediv__ = __matmul__ = __rmatmul__ = __float__ = _is_used
    __array__ = __lt__ = __gt__ = __le__ = __ge__ = __neg__ = __abs__ = __pow__ = _is_used


class Nothing:
    """Stands in for a plot: every call is accepted, and does nothing."""

    def __init__(self, *given: Any, **_: Any) -> None:
        self._given = given

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if name == "trange":
            return lambda *given, **_: Nothing(range(*given))
        return Nothing()

    def __call__(self, *given: Any, **_: Any) -> Any:
        return Nothing(*given)

    def __getitem__(self, _: object) -> Nothing:
        return Nothing()

    def __setitem__(self, _: object, __: object) -> None:
        pass

    def __iter__(self) -> Iterator[Any]:
        """A progress bar goes through what it was given, `fig, ax = plt.subplots()` takes two."""
        first = next(iter(self._given), None)
        return iter(first if isinstance(first, Iterable) else (Nothing(), Nothing()))

    def __enter__(self) -> Nothing:
        return self

    def __exit__(self, *_: object) -> None:
        pass


class Modules(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the modules that no other finder has, for the submission alone."""

    def __init__(self, source: bytes, name: str, records: Records) -> None:
        """`source` and `name` are the submission's."""
        self._source = source
        self._name = name
        self._records = records
        self.missing: list[str] = []
        self.of_data_prep: dict[str, Any] = {"__name__": "data_prep"}
        """What the lesson's data_prep has beside its records, by name."""
        self.known: set[str] = set()
        """What no other finder has, for all that has been asked so far."""
        self._loaded: set[str] = set()

    @staticmethod
    def opener(text: Callable[[str], str | None]) -> Callable[..., Any]:
        """In place of `open`, for paths too: what cannot be written is dropped.

        Of what cannot be read, `text` may give what is in it.
        """

        def opened(file: Any, mode: str = "r", *more: Any, **options: Any) -> Any:
            try:
                return open(file, mode, *more, **options)
            except OSError:
                if {*mode} & {*"wax+"}:
                    return io.BytesIO() if "b" in mode else io.StringIO()
                found = text(str(file))
                if found is None:
                    raise
                return io.BytesIO(found.encode()) if "b" in mode else io.StringIO(found)

        io.open = opened  # which pathlib calls
        return opened

    def find_spec(self, name: str, *_: object) -> importlib.machinery.ModuleSpec | None:
        frame: types.FrameType | None = sys._getframe(1)
        while frame is not None and _is_of_an_import(frame.f_code.co_filename):
            frame = frame.f_back
        if frame is None or frame.f_code.co_filename != self._name:
            return None
        if name.rpartition(".")[2] != "data_prep" and frame.f_lineno in self._answered:
            return None
        self.known.add(name)
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    @property
    def first(self) -> importlib.abc.MetaPathFinder:
        """The finder for the front."""
        return First(self)

    @functools.cached_property
    def _answered(self) -> set[int]:
        return set(_answered(self._source))

    def exec_module(self, module: types.ModuleType) -> None:
        name = module.__name__
        self._loaded.add(name)
        root = name.partition(".")[0]
        names = vars(module)
        if root in SILENT:
            names["__getattr__"] = Nothing().__getattr__
            return
        names.update(PROVIDED.get(name, {}))
        if root not in FOREIGN:
            names["__all__"] = RECORDS
        records = functools.cache(self._records)
        names["__getattr__"] = lambda wanted: self._wanted(name, wanted, records)

    def forget(self) -> None:
        """Has modules of ours loaded anew: they hold the records of the last training."""
        for name in self._loaded:
            specification = getattr(sys.modules.get(name), "__spec__", None)
            if getattr(specification, "loader", None) is self:
                del sys.modules[name]
        self._loaded.clear()

    def _wanted(self, module: str, wanted: str, records: Records) -> Any:
        """What a module is asked for; who does not ask for the lesson's records has its own."""
        if wanted.startswith("__"):
            raise AttributeError(wanted)
        is_foreign = module.partition(".")[0] in FOREIGN
        if wanted in RECORDS and not is_foreign:
            return records()[wanted]
        if f"{module}.{wanted}" in PROVIDED:  # a part of a package, asked for by its name
            return importlib.import_module(f"{module}.{wanted}")
        if module == "data_prep" and wanted in self.of_data_prep:
            return self.of_data_prep[wanted]
        if module == "data_prep":
            self.missing.append(wanted)
            return Absent(f"{module}.{wanted}", self)
        kind = "" if is_foreign else _kind_of_records(wanted)
        if kind:
            return records()[kind]
        return Absent(f"{module}.{wanted}", self)

    def is_its_own(self, frame: types.FrameType) -> bool:
        """Is it the submission that runs there?"""
        return frame.f_code.co_filename == self._name


class First(importlib.abc.MetaPathFinder):
    """Finds packages that draw, print or log, as the real ones may write files; and what is known.

    To ask all other finders for that once more, each time a script is run, takes long.
    """

    def __init__(self, modules: Modules) -> None:
        self._modules = modules

    def find_spec(self, name: str, *_: object) -> importlib.machinery.ModuleSpec | None:
        is_ours = name in self._modules.known or name.partition(".")[0] in SILENT
        return self._modules.find_spec(name) if is_ours else None


def _is_of_an_import(file: str) -> bool:
    return "importlib" in file or file == __file__


def _kind_of_records(name: str) -> str:
    """Which of the lesson's records a name speaks of, or ""."""
    words = name.lower().split("_")
    kept_aside = any(word in ("test", "testing", "val", "valid", "validation") for word in words)
    for kind, known in KINDS.items():
        if known & {*words}:
            return f"{kind}_test" if kept_aside else kind
    return ""


KINDS = {
    "targets": {"y", "target", "targets", "label", "labels", "admit", "admitted", "answers"},
    "features": {"x", "feature", "features", "inputs", "records"},
}


def _answered(source: bytes) -> Iterator[int]:
    """The lines of imports that may fail: they are inside of a `try`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Try) and node.handlers:
            yield from (
                part.lineno
                for statement in node.body
                for part in ast.walk(statement)
                if isinstance(part, (ast.Import, ast.ImportFrom))
            )


def _keep_no_logs(logging: Any) -> None:
    """Drops what is logged into a file: there are no files to write."""

    class Lost(logging.NullHandler):  # type: ignore[misc]
        def __init__(self, *_: object, **__: object) -> None:
            super().__init__()

    logging.FileHandler = Lost


def furnish(source: bytes, shown: bytes, name: str, records: Records) -> Modules:
    """Gives the submission stand-ins for the modules it lacks, and `inspect` its source lines.

    These are what is `shown`: where something in it was mended, the lines as they were handed in.
    """
    modules = Modules(source, name, records)
    others = [finder for finder in sys.meta_path if not isinstance(finder, (Modules, First))]
    sys.meta_path[:] = [modules.first, *others, modules]
    lines = shown.decode("utf-8", "replace").splitlines(keepends=True)
    linecache.cache[name] = (len(shown), None, lines, name)  # for inspect.getsource
    if "logging" in sys.modules:
        _keep_no_logs(sys.modules["logging"])
    return modules
