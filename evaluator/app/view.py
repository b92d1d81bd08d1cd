"""What a page is given: the world it shows, the language, the period and the weights in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import streamlit as st

from evaluator.app.specs.style import Spec
from evaluator.app.state import parse_weights, render_weights
from evaluator.app.world import World
from evaluator.messages import say
from evaluator.methods.base import Floats
from indicators.text import Lang

CHANGED, LINK = "changed_weights", "w"
UNDO, REDO, STEPS = "undo_weights", "redo_weights", 20


@dataclass(frozen=True)
class View:
    """One look at one world.

    Attributes:
        world: The standard on the evidence.
        lang: Language.
        period: Position of the period.
        settings: Parts of the method that were changed in the app.
        source: How standard, evidence and folders of indicators are named.
    """

    world: World
    lang: Lang
    period: int
    settings: tuple[tuple[str, str], ...]
    source: tuple[str, str, tuple[str, ...]]

    def say(self, key: str, **values: object) -> str:
        """One sentence of the catalogue."""
        return say(key, self.lang, **values)

    @property
    def changed(self) -> dict[str, tuple[int, ...]]:
        """Groups of weights that differ from the standard's."""
        found: dict[str, tuple[int, ...]] = st.session_state.get(CHANGED, {})
        return found

    @property
    def weights(self) -> Floats | None:
        """Weights `[place]` in force; None if they are the standard's."""
        return self.world.weights(self.changed)

    @property
    def sandbox(self) -> bool:
        """Whether weights or method were changed in the app."""
        return bool(self.changed or self.settings)

    @property
    def ink(self) -> str:
        """Colour of text in charts, by the theme."""
        return "#E6EBF0" if st.context.theme.type == "dark" else "#1B2733"

    def choose(self, node: str, weights: Sequence[int]) -> None:
        """Give a group of siblings new weights and carry them into the link."""
        group = next(one for one in self.world.siblings if one.node == node)
        changed = dict(self.changed)
        changed.pop(node, None)
        if tuple(weights) != group.weights:
            changed[node] = tuple(weights)
        self.choose_all(changed)

    def choose_all(self, changed: Mapping[str, Sequence[int]]) -> None:
        """Give groups of siblings new weights, as one step that can be undone."""
        new = {node: tuple(weights) for node, weights in changed.items()}
        if new == self.changed:
            return
        st.session_state[UNDO] = [*st.session_state.get(UNDO, []), self.changed][-STEPS:]
        st.session_state[REDO] = []
        self._show(new)

    def step(self, back: bool) -> None:
        """Undo a step, or do it again."""
        here, there = (UNDO, REDO) if back else (REDO, UNDO)
        steps = st.session_state.get(here, [])
        if steps:
            st.session_state[there] = [*st.session_state.get(there, []), self.changed][-STEPS:]
            st.session_state[here] = steps[:-1]
            self._show(steps[-1])

    def _show(self, changed: dict[str, tuple[int, ...]]) -> None:
        st.session_state[CHANGED] = changed
        write_link(self.world, changed)


def read_link(world: World) -> bool:
    """Take weights from the link at the beginning of a session; later the session knows, and the link follows.

    Returns:
        Whether all of the link was understood.
    """
    own = (world.assessment.standard.id, world.plan.level)
    if st.session_state.get("link_read") == own:
        write_link(world, st.session_state.get(CHANGED, {}))
        return True
    first = "link_read" not in st.session_state
    changed, whole = parse_weights(world.siblings, st.query_params.get(LINK, "") if first else "")
    st.session_state[CHANGED] = changed
    st.session_state[UNDO], st.session_state[REDO] = [], []
    st.session_state["link_read"] = own
    return whole


def write_link(world: World, changed: dict[str, tuple[int, ...]]) -> None:
    """Carry changed weights in the link."""
    remember(LINK, render_weights(world.siblings, changed))


def remember(key: str, value: str) -> None:
    """Carry a choice in the link, or take it out."""
    if value:
        if st.query_params.get(key) != value:
            st.query_params[key] = value
    elif key in st.query_params:
        del st.query_params[key]


def chart(rows: Sequence[dict[str, object]], spec: Spec, key: str, alt: str) -> None:
    """Draw a constant specification on small data."""
    st.vega_lite_chart(as_table(rows), spec, width="stretch", theme=None, key=key, alt=alt)


def as_table(rows: Sequence[dict[str, object]]) -> pa.Table:
    """Rows as a table; a key that a row lacks is missing."""
    keys = dict.fromkeys(key for row in rows for key in row)
    return pa.table({key: pa.array([row.get(key) for row in rows]) for key in keys})
