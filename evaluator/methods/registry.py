"""From a word in a standard to a checked method; and how settings merge."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
from dataclasses import replace
from functools import cache
from importlib import metadata

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from evaluator.methods.base import STEPS, Method, Missing, Ranking
from indicators.faults import Fault, Faults, fault
from indicators.records import Setting, near, translate
from indicators.text import Text
from indicators.yamls import Document

_SINGLE: dict[str, type[Method]] = {"missing": Missing, "ranking": Ranking}
_REGISTERED: dict[tuple[str, str], type[Method]] = {}


def register(found: type[Method]) -> type[Method]:
    """Add a method from Python; may be used as a decorator. The same kind twice is an error."""
    key = (found.step, found.kind)
    if key in _REGISTERED and _REGISTERED[key] is not found:
        raise ValueError(f"{found.step}.{found.kind} is registered twice")
    _REGISTERED[key] = found
    _own.cache_clear()
    return found


def kinds(step: str) -> list[str]:
    """Every kind of a step, in alphabetical order."""
    if step in _SINGLE:
        return [_SINGLE[step].kind]
    package = importlib.import_module(f"evaluator.methods.{step}")
    names = [info.name.replace("_", "-") for info in pkgutil.iter_modules(package.__path__)]
    own = {name for name in names if not name.startswith("-") and _own(step, name)}
    plugged = {entry.name.split(".", 1)[1] for entry in _entries(step)}
    return sorted(own | plugged | {kind for at, kind in _REGISTERED if at == step})


def method_class(step: str, kind: str) -> type[Method] | None:
    """The class of one kind, or None if there is none."""
    if step in _SINGLE:
        return _SINGLE[step]
    return _own(step, kind)


def parameters(step: str) -> list[str]:
    """The parameters of every kind of a step, and `kind`, in alphabetical order."""
    classes = [found for kind in kinds(step) if (found := method_class(step, kind)) is not None]
    return sorted({"kind", *(name for found in classes for name in found.model_fields)})


def method(step: str, setting: Setting, document: Document | None = None, place: tuple[str | int, ...] = ()) -> Method:
    """A checked method from its setting; raises Faults with every misspelt kind or parameter."""
    found, faults = try_method(step, setting, document, place)
    if found is None:
        raise Faults(faults)
    return found


def try_method(
    step: str, setting: Setting, document: Document | None = None, place: tuple[str | int, ...] = ()
) -> tuple[Method | None, list[Fault]]:
    """Like `method`, but gives the faults back instead of raising them."""
    source = document or Document(None, "", {})
    file, line = source.place(place)
    kind = setting.get("kind", _SINGLE[step].kind if step in _SINGLE else None)
    if not isinstance(kind, str):
        return None, [fault(f"{step}：缺少 kind", f"{step}: kind is missing", file=file, line=line)]
    found = method_class(step, kind)
    if found is None:
        todo = near(kind, kinds(step))
        return None, [
            fault(
                f"{step}：没有方法“{kind}”",
                f"{step}: there is no kind '{kind}'",
                todo_zh=todo[0],
                todo_en=todo[1],
                file=file,
                line=line,
            )
        ]
    given = {key: value for key, value in setting.items() if key != "kind"}
    try:
        return found.model_validate(given), []
    except ValidationError as error:
        details = error.errors(include_url=False)
        return None, [_within(step, detail, translate(found, detail, source, place)) for detail in details]


def _within(step: str, detail: ErrorDetails, one: Fault) -> Fault:
    """A fault of a parameter with the step before it, as in the keys of `--set`."""
    zh, en = (".", ".") if detail["loc"] else ("：", ": ")
    return replace(one, what=Text(zh=f"{step}{zh}{one.what.zh}", en=f"{step}{en}{one.what.en}"))


def merge(step: str, base: Setting, over: Setting) -> Setting:
    """Lay one setting over another.

    The same kind merges parameter by parameter; another kind replaces, keeping only parameters that both know.
    """
    kind = over.get("kind", base.get("kind"))
    if kind == base.get("kind") or "kind" not in over:
        return {**base, **over}
    known = _parameters(step, kind) & _parameters(step, base.get("kind"))
    kept = {key: value for key, value in base.items() if key in known}
    return {"kind": kind, **kept, **over}  # the kind first, as it stands when the setting is written and read again


def _parameters(step: str, kind: object) -> set[str]:
    found = method_class(step, kind) if isinstance(kind, str) else None
    return set(found.model_fields) if found else set()


@cache
def _own(step: str, kind: str) -> type[Method] | None:
    if (step, kind) in _REGISTERED:
        return _REGISTERED[step, kind]
    name = kind.replace("-", "_")
    if step in STEPS and name.isidentifier() and not name.startswith("_"):
        module_name = f"evaluator.methods.{step}.{name}"
        try:
            module = importlib.import_module(module_name)
        except ModuleNotFoundError as error:
            if error.name != module_name:
                raise
        else:
            for value in vars(module).values():
                if isinstance(value, type) and issubclass(value, Method) and vars(value).get("kind") == kind:
                    return value
    for entry in _entries(step):
        if entry.name == f"{step}.{kind}":
            loaded: type[Method] = entry.load()
            return loaded
    return None


@cache
def _entries(step: str) -> tuple[metadata.EntryPoint, ...]:
    found = metadata.entry_points(group="evaluator.methods")
    return tuple(entry for entry in found if entry.name.startswith(f"{step}."))
