"""For a committee: the ranking as it would be with versions that were handed in; nothing is published."""

from __future__ import annotations

import streamlit as st

from evaluator.app.frames import self as frames
from evaluator.app.specs.self import pairs
from evaluator.app.view import View, as_table, chart, folded, twin
from evaluator.app.world import World, evidence_of, region_name
from evaluator.assessment import Assessment, evaluate
from evaluator.standard import Standard
from evaluator.submissions import Store, Version, laid_over
from indicators.text import Lang


@st.cache_resource(max_entries=4, show_spinner=False)
def _assessed(key: tuple[str, ...], source: str, _standard: Standard, _versions: tuple[Version, ...]) -> Assessment:
    del key
    evidence = evidence_of(source)
    for one in _versions:
        evidence = laid_over(evidence, one.tables())
    return evaluate(_standard, evidence)


def sandbox(view: View) -> None:
    """Which versions are laid over the evidence, and who would move; places only where they are switched on."""
    standard = view.world.assessment.standard
    found = {one.name: one for one in Store(view.store).current() if one.standard == standard.id}
    if not view.ranks or not found:
        return
    with folded(view, "self_sandbox") as seen:
        if not seen:
            return
        st.caption(view.say("self_sandbox_about"))
        chosen = st.multiselect(
            view.say("self_versions"),
            list(found),
            default=list(found),
            format_func=lambda name: _label(view, found[name], view.lang),
            key=f"self_sandbox:{len(found)}",
        )
        versions = tuple(found[name] for name in chosen)
        if not versions:
            return
        key = (standard.digest, *(f"{one.name} {one.folder.name}" for one in versions))
        after = World(_assessed(key, view.source[1], standard, versions), view.world.number)
        period = view.world.periods[view.period]
        rows = frames.sandbox_rows(view.world, after, period, view.weights, {one.region for one in versions}, view.lang)
        if not rows:
            st.info(view.say("self_none"))
            return
        st.badge(view.say("sandbox"), icon=":material/science:", color="orange")
        heads = {name: view.say(f"self_sandbox_{name}") for name in rows[0]}
        config = {
            **{name: st.column_config.TextColumn(heads[name]) for name in ("region", "handed_in", "moved")},
            **{name: st.column_config.NumberColumn(heads[name], format="%d") for name in ("place", "place_after")},
            **{name: st.column_config.NumberColumn(heads[name], format="%.2f") for name in ("score", "score_after")},
        }
        st.dataframe(as_table(rows), hide_index=True, column_config=config)
        _pairs(view, after, period, sorted({one.region for one in versions}))


def _pairs(view: View, after: World, period: str, codes: list[str]) -> None:
    """One region's indicators as handed in against what is on record."""
    code = st.selectbox(view.say("self_pairs"), codes, key=f"self_pairs:{len(codes)}",
                        format_func=lambda one: region_name(view.world, one, view.lang))  # fmt: skip
    rows = frames.paired_rows(view.world, after, code, period, view.lang)
    if not rows:
        st.caption(view.say("self_pairs_none"))
        return
    best = max(view.world.top, *(float(str(row[end] or 0.0)) for row in rows for end in ("now", "handed_in")))
    st.caption(view.say("self_pairs_alt"))
    chart(rows, pairs(view.ink, best), "self_pairs", view.say("self_pairs_alt"))
    heads = {"name": view.say("self_item"), "now": view.say("self_pairs_now"), "handed_in": view.say("self_pairs_in")}
    twin(view, rows, heads)


def _label(view: View, version: Version, lang: Lang) -> str:
    return f"{region_name(view.world, version.region, lang)} · {version.period} · {version.number}"
