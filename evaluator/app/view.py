"""What a page is given: the world it shows and the state of the view, which it reads and changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, TypedDict

import pyarrow as pa
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from evaluator.app.columns import names
from evaluator.app.frames.rows import Row, crossed
from evaluator.app.named import NamedSets
from evaluator.app.proposed import proposed_sets
from evaluator.app.specs.style import Spec
from evaluator.app.state import Known, Ranges, ViewState, parse_ranges, parse_weights, render
from evaluator.app.weights import apportioned
from evaluator.app.world import World
from evaluator.home import user_folder
from evaluator.messages import say
from evaluator.methods.base import Floats
from indicators.text import Lang

STATE = "view_state"
PAGES = "pages_by_name"
JUMP = "jump_to_region"
SLOPES = "slopes_first"
"""While Compare is open because a change of place was clicked, the page of the click: lines of places come first."""
UNDO, REDO, STEPS = "undo_weights", "redo_weights", 20
PUBLISHED, EQUAL, OWN, NAMED, PROPOSED = "published", "equal", "own", "named:", "proposed:"
LONG = 400
RANGES = "|"
"""Stands between weights and their legal ranges where a set with a name is kept."""


class Control(TypedDict):
    """What a widget needs to show a part of the state and to change it."""

    key: str
    on_change: Callable[[str, str], None]
    args: tuple[str, str]


@dataclass(frozen=True)
class View:
    """One look at one world.

    Attributes:
        world: The standard on the evidence.
        lang: Language.
        period: Position of the period.
        settings: Parts of the method that were changed in the app.
        source: How standard, evidence and folders of indicators are named.
        known: What a link may name.
        ranks: Whether self-assessment shows places; a committee switches them on.
        store: Folder of submissions.
    """

    world: World
    lang: Lang
    period: int
    settings: tuple[tuple[str, str], ...]
    source: tuple[str, str, tuple[str, ...]]
    known: Known
    ranks: bool = False
    store: Path = Path("submissions")

    def say(self, key: str, **values: object) -> str:
        """One sentence of the catalogue."""
        return say(key, self.lang, **values)

    @property
    def state(self) -> ViewState:
        """What the reader looks at now."""
        return current()

    def go(self, **changes: object) -> None:
        """Change parts of the state; the link follows with the next run."""
        go(**changes)

    def control(self, field: str, none: object = "") -> Control:
        """A widget that shows one part of the state and changes it; it holds no truth of its own.

        Args:
            field: Part of the state.
            none: What the widget calls an empty part.
        """
        return control(field, none)

    @property
    def changed(self) -> dict[str, tuple[int, ...]]:
        """Groups of weights that differ from the standard's."""
        return dict(self.state.weights)

    @property
    def weights(self) -> Floats | None:
        """Weights `[place]` in force; None if they are the standard's."""
        return self.world.weights(self.changed)

    @property
    def weight_set(self) -> str:
        """Whether the weights are the published ones, equal ones, a set with a name or the reader's own."""
        return weight_set(self.known, titled_sets(self.world))

    @property
    def sandbox(self) -> bool:
        """Whether weights or method were changed in the app."""
        return bool(self.changed or self.settings)

    @property
    def ink(self) -> str:
        """Colour of text in charts, by the theme."""
        return "#E6EBF0" if st.context.theme.type == "dark" else "#1B2733"

    def choose(self, node: str, weights: Sequence[int]) -> None:
        """Give a group of siblings new weights."""
        self.choose_all({**self.changed, node: tuple(weights)})

    def choose_all(self, changed: Mapping[str, Sequence[int]]) -> None:
        """Give groups of siblings new weights, all others the standard's, as one step that can be undone."""
        new = tuple(
            (group.node, tuple(changed[group.node]))
            for group in self.known.groups
            if group.node in changed and tuple(changed[group.node]) != group.weights
        )
        if new != self.state.weights:
            st.session_state[UNDO] = [*st.session_state.get(UNDO, []), self.state.weights][-STEPS:]
            st.session_state[REDO] = []
            self.go(weights=new)

    def step(self, back: bool) -> None:
        """Undo a step, or do it again."""
        here, there = (UNDO, REDO) if back else (REDO, UNDO)
        steps = st.session_state.get(here, [])
        if steps:
            st.session_state[there] = [*st.session_state.get(there, []), self.state.weights][-STEPS:]
            st.session_state[here] = steps[:-1]
            self.go(weights=steps[-1])

    def open(self, page: str) -> None:
        """Go to another page; nothing where the app shows a single one."""
        pages = st.session_state.get(PAGES, {})
        if page in pages:
            st.switch_page(pages[page])

    def back(self) -> None:
        """Back to the standard's own weights and method."""
        self.go(weights=(), method=())


def current() -> ViewState:
    """The state of this session."""
    state: ViewState = st.session_state[STATE]
    return state


def go(**changes: object) -> None:
    """Change parts of the state."""
    st.session_state[STATE] = replace(current(), **changes)  # type: ignore[arg-type]


def control(field: str, none: object = "") -> Control:
    """See `View.control`."""
    key = f"state_{field}"
    value = getattr(current(), field)
    st.session_state[key] = none if value == "" else list(value) if isinstance(value, tuple) else value
    return {"key": key, "on_change": _took, "args": (field, key)}


def _took(field: str, key: str) -> None:
    st.session_state[JUMP] = field == "find"
    value = st.session_state[key]
    change = "" if value is None else tuple(value) if isinstance(value, list) else value
    # Another filter shows another list: its first page.
    first = {"page": 1} if field in ("band", "peer", "period", "level", "find") else {}
    if field == "level":
        st.session_state[UNDO], st.session_state[REDO] = [], []
    fresh = {"weights": (), "regions": (), "region": "", "find": "", "peers": ()} if field == "level" else {}
    # One rule for all children takes the place of ranges that were set one by one.
    if field == "within":
        fresh = {"ranges": ()}
    go(**{**first, **fresh, field: change})


def equal_weights(known: Known) -> dict[str, tuple[int, ...]]:
    """Every group with equal weights, as far as they differ from the standard's."""
    found = {group.node: tuple(apportioned([1.0] * len(group.children))) for group in known.groups}
    return {group.node: found[group.node] for group in known.groups if found[group.node] != group.weights}


def named_sets(world: World) -> dict[str, dict[str, tuple[int, ...]]]:
    """The sets of weights with a name that fit this standard as it stands."""
    kept = kept_names().of(world.standard_id).items()
    read = {name: parse_weights(world.siblings, text.partition(RANGES)[0]) for name, text in kept}
    return {name: weights for name, (weights, whole) in read.items() if whole and weights}


def named_ranges(world: World, name: str) -> Ranges:
    """The legal ranges that were kept with a set of weights, in the order of the tree; none if they do not fit."""
    found, whole = parse_ranges(world.siblings, kept_names().of(world.standard_id).get(name, "").partition(RANGES)[2])
    return tuple((group.node, found[group.node]) for group in world.siblings if whole and group.node in found)


def weight_set(known: Known, titled: Mapping[str, Mapping[str, tuple[int, ...]]]) -> str:
    """The key of the set of weights in force; `titled` as of `titled_sets`."""
    weights = dict(current().weights)
    if not weights:
        return PUBLISHED
    if weights == equal_weights(known):
        return EQUAL
    return next((key for key, own in titled.items() if own == weights), OWN)


def titled_sets(world: World) -> dict[str, dict[str, tuple[int, ...]]]:
    """The sets of weights with a name and those put forward, under their keys."""
    sets = {NAMED + name: own for name, own in named_sets(world).items()}
    return sets | {PROPOSED + one: own for one, own in proposed_sets(world.siblings, world.standard_id).items()}


def set_title(key: str, lang: Lang) -> str:
    """A set of weights in words."""
    if key.startswith(PROPOSED):
        return say("set_proposed", lang, name=key.removeprefix(PROPOSED))
    return key.removeprefix(NAMED) if key.startswith(NAMED) else say(f"set_{key}", lang)


def kept_names() -> NamedSets:
    """Where sets of weights with a name are kept."""
    return NamedSets(user_folder() / "named-weights.json")


def write_link(known: Known) -> None:
    """Carry the state in the address, defaults left out."""
    words = render(current(), known)
    if st.query_params.to_dict() != words:
        st.query_params.from_dict(words)


def chart(
    rows: Sequence[Mapping[str, object]],
    spec: Spec,
    key: str,
    alt: str,
    on_select: Callable[[], None] | Literal["rerun", "ignore"] = "ignore",
) -> dict[str, Any]:
    """Draw a constant specification on small data.

    Returns:
        What is selected, by the name of the selection; nothing where no selection is asked for.
    """
    drawn = st.vega_lite_chart(as_table(rows), spec, width="stretch", theme=None, key=key, alt=alt, on_select=on_select)
    return {} if isinstance(drawn, DeltaGenerator) else dict(drawn["selection"])


@contextmanager
def folded(view: View, word: str) -> Iterator[bool]:
    """A part of the page that is folded; whether it is open. What is not seen need not be built."""
    with (part := st.expander(view.say(word), key=f"folded_{word}", on_change="rerun")):
        yield bool(part.open)


def twin(view: View, rows: Sequence[Mapping[str, object]], headings: Mapping[str, str]) -> None:
    """The same numbers as a table, folded beneath a chart; `headings` names the columns and their order.

    A long table is sent once it is unfolded.
    """
    long = len(rows) > LONG
    key = f"twin_{'_'.join(headings)}"[:80]
    with (part := st.expander(view.say("data_table"), key=key, on_change="rerun" if long else "ignore")):
        if long and not part.open:
            return
        table = as_table([{name: row.get(name) for name in headings} for row in rows])
        first = next(iter(headings))
        config: dict[str, Any] = {**headings, first: names(headings[first])}
        st.dataframe(table, hide_index=True, placeholder="—", column_config=config)


def greyed(rows: Sequence[Mapping[str, object]], grey: Sequence[bool], config: Mapping[str, Any]) -> None:
    """Rows as a table under headings, those that rest on little in grey (a column should say it in words, too)."""
    import pandas

    frame = pandas.DataFrame([{name: row.get(name) for name in config} for row in rows], dtype=object)
    faint = "color: #7A8793"
    styled = frame.style.apply(lambda row: [faint if grey[row.name] else ""] * len(row), axis=1)
    st.dataframe(styled, hide_index=True, column_config=dict(config))


def crosswise(view: View, rows: Sequence[Row], sides: tuple[str, str], value: str, heading: str) -> None:
    """The twin of a chart with two sides: a line for each value of the first field, a column for each of the second.

    Lines stand under `heading` and bear the field `name` where there is one.
    """
    down, across = sides
    title = "name" if all("name" in row for row in rows) else down
    columns = dict.fromkeys(str(row[across]) for row in rows)
    wide = crossed(rows, down, across, value, title=title)
    twin(view, wide, {title: heading, **{name: name for name in columns}})


def as_table(rows: Sequence[Mapping[str, object]]) -> pa.Table:
    """Rows as a table; a key that a row lacks is missing."""
    keys = dict.fromkeys(key for row in rows for key in row)
    return pa.table({key: pa.array([row.get(key) for row in rows]) for key in keys})
