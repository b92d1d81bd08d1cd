"""Maps: a tile grid of our own, and boundaries that the user brings with their approval number and source."""

from __future__ import annotations

import json
from collections.abc import Collection

import numpy as np
import streamlit as st

from evaluator.app.formats import fault_list, plain
from evaluator.app.frames import ranking as frames
from evaluator.app.specs import ranking as specs
from evaluator.app.specs.style import Spec
from evaluator.app.uploads import upload
from evaluator.app.view import JUMP, View, chart, go, twin
from evaluator.app.world import region_name
from evaluator.evidence.names import names_of
from evaluator.methods.base import Floats
from indicators.faults import Faults, fault

BROUGHT = "boundaries"
MOST_BYTES = 30_000_000


def country(view: View, kept: Collection[int]) -> None:
    """The map of the regions in view, linked with the board."""
    scores = view.world.scores(view.period, view.weights)[0].copy()
    scores[[i for i in range(len(scores)) if i not in kept]] = np.nan
    known = scores[~np.isnan(scores)]
    if not len(known):
        st.info(view.say("nothing"))
        return
    low, high = float(known.min()), float(known.max())
    high = high if high > low else low + 1
    missing = "#38424D" if view.ink != "#1B2733" else "#E5E5E5"
    rows = frames.tiles(view.world, scores, view.state.find, view.lang)
    brought = _boundaries(view, scores)
    if brought is not None:
        features, approval, source = brought
        st.vega_lite_chart(
            specs.shapes(features, low, high, missing), width="stretch", theme=None, key="shapes", alt=view.say("map")
        )
        st.caption(plain(view.say("map_source", approval=approval, source=source)))
        rows = [dict(one["properties"]) for one in features]
    elif rows:
        chart(rows, specs.tile_grid(low, high, missing), "tiles", view.say("map"), _tile)
        st.caption(view.say("tiles_note"))
    else:
        st.info(view.say("no_tiles"))
        return
    headings = {
        "code": view.say("code"),
        "name": view.say("name"),
        "place": view.say("rank"),
        "score": view.say("score"),
    }
    twin(view, rows, headings)


def _tile() -> None:
    """A click on a tile marks the region on the board."""
    points = st.session_state["tiles"]["selection"].get("tile") or []
    if points:
        go(find=str(points[0].get("code", "")))
        st.session_state[JUMP] = True


def _boundaries(view: View, scores: Floats) -> tuple[list[Spec], str, str] | None:
    """Features of a file that the user brought, once approval number and source are said."""
    with st.expander(view.say("own_map")):
        st.caption(view.say("own_map_help"))
        file = upload(view.lang, "GeoJSON", ["geojson", "json"], key=BROUGHT)
        approval = st.text_input(view.say("map_approval"), max_chars=60, key="map_approval").strip()
        source = st.text_input(view.say("map_owner"), max_chars=120, key="map_owner").strip()
        if file is None:
            return None
        if not approval or not source:
            st.info(view.say("map_needs"))
            return None
        try:
            return read_boundaries(view, file.getvalue(), file.name, scores), approval, source
        except Faults as error:
            st.error(fault_list(error, view.lang, len(error.faults)))
            return None


def read_boundaries(view: View, content: bytes, name: str, scores: Floats) -> list[Spec]:
    """GeoJSON features with name, score and place of the region that each one's code or name fits; raises Faults."""
    try:
        read = json.loads(content.decode("utf-8-sig")) if len(content) <= MOST_BYTES else {}
        given = [one for one in read["features"] if isinstance(one, dict) and isinstance(one.get("geometry"), dict)]
    except (ValueError, TypeError, KeyError, RecursionError):
        given = []
    if not given:
        zh, en = "不是可用的 GeoJSON 边界文件", "not a usable GeoJSON file of boundaries"
        todo_zh, todo_en = "须为 UTF-8 的 FeatureCollection", "a UTF-8 FeatureCollection"
        raise Faults([fault(zh, en, file=name, todo_zh=todo_zh, todo_en=todo_en)])
    known = names_of(view.world.assessment.evidence.regions.to_pylist())
    places = view.world.ranks(scores)
    position = {code: i for i, code in enumerate(view.world.codes)}
    found: list[Spec] = []
    for one in given:
        words = [str(word) for word in (one.get("properties") or {}).values() if isinstance(word, (str, int))]
        codes = (known.find(word)[0] for word in words)
        i = next((position[code] for code in codes if code in position), None)
        own: Spec = {"code": "", "name": words[0] if words else "", "score": None, "place": ""}
        if i is not None:
            value = None if np.isnan(scores[i]) else round(float(scores[i]), view.world.decimals + 1)
            own = {
                "code": view.world.codes[i],
                "name": region_name(view.world, view.world.codes[i], view.lang),
                "score": value,
                "place": str(places[i]),
            }
        found.append({"type": "Feature", "geometry": one["geometry"], "properties": own})
    return found
