"""The weight board: handles that move together, with a ranking that follows them in the browser.

`board.ts` and `renormalise.ts` are built into `weight_board.js` (`npm install && npm run build` in this folder).
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from evaluator.app.components.weight_board.boxes import number_boxes
from evaluator.app.components.weight_board.sets import picked
from evaluator.app.components.weight_board.state import ACK, HELD, bounds_of, locked_of, take
from evaluator.app.frames.ranking import ranking_of
from evaluator.app.specs.style import PALETTE
from evaluator.app.state import Siblings
from evaluator.app.view import View
from evaluator.app.weights import TENTHS, apportioned
from evaluator.app.world import label, region_name
from evaluator.methods.base import Floats
from evaluator.robustness.stable import stable
from evaluator.scoring.preview import Preview, preview

HERE = Path(__file__).parent
WORDS = (
    "sum",
    "list",
    "lock",
    "published",
    "picked",
    "less",
    "more",
    "box",
    "bad",
    "moved",
    "waits",
    "comma",
    "first",
    "own",
    "own_tied",
    "tied",
    "up",
    "down",
    "stable_first",
    "stable_own",
    "stop",
    "confirmed",
    "preview",
    "always_first",
    "always_own",
)
MISSING = "权重板未能载入，请打开下方“改用数字框” · The board did not load: switch to number boxes below"
SHOWN, FEW = 30, 10
"""Regions listed beside the board on its own page, and beneath it where a chart of them stands elsewhere."""
PREVIEWS = "board_previews"

_element = st.components.v2.component(
    "dbe.weight_board",
    html=f'<div class="wb-missing">{MISSING}</div>',
    css=(HERE / "weight_board.css").read_text(encoding="utf-8"),
    js=(HERE / "weight_board.js").read_text(encoding="utf-8"),
)


@dataclass(frozen=True)
class Weighing:
    """The group of siblings that is weighed, and the place on the page where its board stands."""

    group: Siblings
    place: DeltaGenerator


def weight_controls(view: View) -> Weighing | None:
    """Choose a node and weigh its children; what the page draws again with every weight is left to `board`.

    Returns:
        None if the standard has no group of siblings.
    """
    groups = {group.node: group for group in view.world.siblings}
    if not groups:
        return None
    node = st.selectbox(
        view.say("weights_of"),
        list(groups),
        format_func=lambda name: label(view.world, name, view.lang),
        help=view.say("weights_help"),
        key="weights_node",
    )
    group = groups[node]
    place = st.container()
    a, b = st.columns(2)
    equal = apportioned([1.0] * len(group.children))
    a.button(view.say("equal"), on_click=view.choose, args=(node, equal), width="stretch", key=f"equal:{node}")
    b.button(view.say("reset"), on_click=view.choose, args=(node, group.weights), width="stretch", key=f"reset:{node}")
    st.toggle(view.say("board_boxes"), key="plain_boxes", help=view.say("board_boxes_help"))
    return Weighing(group, place)


def board(view: View, weighing: Weighing, *, listed: bool = False) -> None:
    """The board, or its number boxes; `listed` shows the first thirty regions beside it, else the first ten beneath."""
    group = weighing.group
    with weighing.place:
        if st.session_state.get("plain_boxes"):
            number_boxes(view, group)
        else:
            _mount(view, group, listed)


def _mount(view: View, group: Siblings, listed: bool) -> None:
    key = f"board:{group.node}:{listed}"

    def moved() -> None:
        take(view, group, st.session_state[key].get("move"))

    def needed() -> None:
        st.session_state[HELD] = set()

    _element(key=key, data=board_data(view, group, listed), on_move_change=moved, on_need_change=needed)


def board_data(view: View, group: Siblings, listed: bool) -> dict[str, object]:
    """What the board is given: small at every run, with the scores only until the browser holds them."""
    weights = tuple(view.changed.get(group.node, group.weights))
    version, names_version = _version(view, group), _names_version(view)
    found = _preview(view, group, version)
    held = st.session_state.get(HELD, set())
    listing = ranking_of(view.world, view.period, view.weights, range(len(view.world.codes)))
    scores, places, order = listing.scores[0], listing.places, listing.order
    region, sharing = _own(view), np.bincount(places)
    names = None if names_version in held else [region_name(view.world, code, view.lang) for code in view.world.codes]
    return {
        "node": group.node,
        "rows": _rows(view, group, weights, found, order, region),
        "weights": weights,
        "picked": picked(view, group) if listed else None,
        "locked": sorted(locked_of(group)),
        "ack": st.session_state.get(ACK, 0),
        "version": version,
        "scores": _packed(found) if found is not None and version not in held else None,
        "previews": found is not None,
        "names": names,
        "before": view.world.places(view.period, None).tolist() if names else None,
        "names_version": names_version,
        "region": -1 if region is None else region,
        "list": SHOWN if listed else FEW,
        "top": view.world.top,
        "shown": view.world.decimals,
        "confirmed": [
            [i, int(places[i]), round(float(scores[i]), 9), bool(sharing[places[i]] > 1)]
            for i in order[: SHOWN if listed else FEW]
        ],
        "words": {word: view.say(f"board_{word}") for word in WORDS},
        "dark": view.ink != "#1B2733",
        "lang": view.lang,
    }


def _rows(
    view: View,
    group: Siblings,
    weights: tuple[int, ...],
    found: Preview | None,
    order: list[int],
    region: int | None,
) -> list[dict[str, object]]:
    ranges = bounds_of(group)
    locked = locked_of(group)
    given = np.array(weights, dtype=np.float64) / TENTHS
    rows: list[dict[str, object]] = []
    for i, name in enumerate(group.children):
        first = own = None
        if found is not None and i not in locked and order:
            first = _tenths(found, given, i, order[0], locked)
            own = _tenths(found, given, i, region, locked) if region is not None and region != order[0] else None
        rows.append(
            {
                "name": label(view.world, name, view.lang),
                "hue": PALETTE[i % len(PALETTE)],
                "published": group.weights[i],
                "range": ranges[i],
                "first": first,
                "own": own,
            }
        )
    return rows


def _tenths(group: Preview, weights: Floats, which: int, region: int, locked: set[int]) -> tuple[int, int] | None:
    found = stable(group, weights, which, region, locked)
    if found is None:
        return None
    low, high = found.tenths
    return (low, high) if low <= high else None


def _own(view: View) -> int | None:
    code = view.state.find or view.state.region
    return view.world.codes.index(code) if code in view.world.codes else None


def _preview(view: View, group: Siblings, version: str) -> Preview | None:
    """The group's preview, kept while nothing around it changes."""
    kept: dict[str, Preview | None] = st.session_state.setdefault(PREVIEWS, {})
    if version not in kept:
        while len(kept) >= 6:
            kept.pop(next(iter(kept)))
        weights = view.world.used_weights(view.period, view.weights)
        kept[version] = preview(view.world.kernel, view.period, view.world.plan.position[group.node], weights)
    return kept[version]


def _version(view: View, group: Siblings) -> str:
    """Changes with everything but the group's own weights."""
    others = sorted((node, weights) for node, weights in view.changed.items() if node != group.node)
    return _digest(view.source, view.settings, view.world.number, view.period, group.node, others)


def _names_version(view: View) -> str:
    return _digest(view.source, view.settings, view.world.number, view.period, view.lang)


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:12]


def _packed(found: Preview) -> dict[str, object]:
    whole = bool((found.coverage >= 1).all())
    children, regions = found.x.shape
    return {
        "kind": found.kind,
        "n": regions,
        "k": children,
        "x": _base64(found.x),
        "coverage": "" if whole else _base64(found.coverage),
        "a": _base64(found.a),
        "b": _base64(found.b),
        "c": _base64(found.c),
        "parents": found.parents,
        "min_coverage": found.min_coverage,
        "rescaled": found.rescaled,
        "decimals": found.decimals,
    }


def _base64(values: Floats) -> str:
    return base64.b64encode(np.ascontiguousarray(values, dtype="<f8").tobytes()).decode()
