"""The SQL of measures for DuckDB: made once for a measure, whichever indicators have it, and kept from run to run."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from evaluator.engines.duckdb_engine import printed
from evaluator.engines.keeping import Keeper, code_digest, key_of
from evaluator.quoting import literal
from indicators.measures import Measure
from indicators.tables import unbound, unbound_tables

if TYPE_CHECKING:
    import ibis

#: Most statements that a process holds.
MOST = 512
#: What is only for reading: lists that differ in the sentences of their questions have one statement.
SENTENCES = {"items": {"__all__": {"question"}}}
_MADE: dict[tuple[str, Path | None], str] = {}


@dataclass(frozen=True)
class Query:
    """An expression that is built only where its statement has not been kept.

    Building and printing an expression takes ten times as long as running it on a region's own rows.

    Attributes:
        key: Key of everything that the expression rests on besides this code; None for one that is built each time.
        make: Builds it.
    """

    key: str | None
    make: Callable[[], ibis.Table]

    def then(self, change: Callable[[ibis.Table], ibis.Table], *words: object) -> Query:
        """What is made of the rows of this one; the words tell the change from all others."""
        return Query(key_of(self.key, *words) if self.key else None, lambda: change(self.make()))

    def sql(self, keeper: Keeper | None = None) -> str:
        """Its statement in DuckDB's SQL; None as keeper keeps nothing beyond this process."""
        return _kept(self.key, self._print, keeper) if self.key else self._print()

    def _print(self) -> str:
        return printed(self.make().op())


def expression_of(indicator: str, measure: Measure) -> ibis.Table:
    """The expression of a measure of an indicator, by its id."""
    return measure.expression(unbound_tables(indicator), unbound("periods"))


def statement_of(indicator: str, measure: Measure, keeper: Keeper | None = None) -> str:
    """The expression of a measure of an indicator in DuckDB's SQL, which does not rest on evidence.

    Kinds from plug-ins, of which nothing is known, are built each time.

    Args:
        indicator: Id of the indicator.
        measure: Its measure.
        keeper: Where it is kept, too; None keeps nothing beyond this process.
    """
    if not measure.bundled():
        return Query(None, lambda: expression_of(indicator, measure)).sql()
    key = key_of(measure.kind, measure.model_dump_json(exclude=SENTENCES))
    # The measure's key stands in the place of the indicator's id: no text of a measure can hold it.
    made = Query(key, lambda: expression_of(key, measure)).sql(keeper)
    return made.replace(literal(key), literal(indicator))


def statement_for(
    name: str, measure: Measure, make: Callable[[], ibis.Table], keeper: Keeper | None, indicator: str = ""
) -> str:
    """The SQL of what is made of a measure; the same for every region and period.

    Args:
        name: What is made of it.
        measure: The measure; kinds from plug-ins, of which nothing is known, are built each time.
        make: Builds the expression.
        keeper: Where it is kept, too.
        indicator: Id of the indicator, if the expression rests on it.
    """
    key = key_of(name, indicator, measure.kind, measure.model_dump_json()) if measure.bundled() else None
    return Query(key, make).sql(keeper)


def _kept(key: str, make: Callable[[], str], keeper: Keeper | None) -> str:
    """A statement that rests on nothing but its key and this code: made once, and kept where a keeper is given."""
    place = key, keeper.folder if keeper else None
    if place not in _MADE:
        if len(_MADE) >= MOST:
            _MADE.clear()
        _MADE[place] = _made(key, make, keeper)
    return _MADE[place]


def _made(key: str, make: Callable[[], str], keeper: Keeper | None) -> str:
    entry = key_of("statement", code_digest(), key) if keeper else ""
    if keeper and _own(keeper.folder):
        kept = keeper.read(entry)
        if kept is not None:
            return str(kept["statement"][0].as_py())
    with _undisturbed():
        made = make()
    if keeper:
        keeper.write(entry, pa.table({"statement": [made]}))
    return made


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Without a look for garbage: an expression is made of very many small objects that live to its end."""
    ran = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if ran:
            gc.enable()


def _own(folder: Path) -> bool:
    """Whether nobody else can write to a folder: a statement from it will be run."""
    if not hasattr(os, "getuid"):
        return False  # Rights are not told this way there; statements are made anew.
    try:
        state = folder.stat()
    except OSError:
        return False
    return state.st_uid == os.getuid() and not state.st_mode & 0o022
