"""An engine that is started when it is first needed: a run that takes everything over needs none."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Generic, Self, TypeVar

from evaluator.engines.sources import Engine

Started = TypeVar("Started", bound=Engine)


class Waiting(Generic[Started]):
    """An engine that may never be needed.

    Args:
        start: Starts it.
    """

    def __init__(self, start: Callable[[], Started]) -> None:
        self._start = start
        self._engine: Started | None = None

    def get(self) -> Started:
        """The engine; started by the first who asks. Raises Faults if it cannot be reached."""
        if self._engine is None:
            self._engine = self._start()
        return self._engine

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._engine is not None:
            self._engine.close()
