"""Export: the same tables in every format; each file says where it comes from."""

from __future__ import annotations

import streamlit as st

from evaluator.app.downloads import FILES, File, in_force, placed, scored, trial_note
from evaluator.app.formats import plain
from evaluator.app.frames.intervals import draws_for
from evaluator.app.pictures import ranking_png, ranking_svg
from evaluator.app.view import View
from evaluator.assessment import Assessment
from evaluator.beside import has_beside
from evaluator.exports import download_bytes
from evaluator.exports.headings import Headings, for_reading, in_words
from evaluator.exports.origin import origin
from evaluator.reports.method import facts_in_words
from evaluator.scoring.node_sql import ENDS
from evaluator.tables import only
from indicators.text import Lang, Text


def show(view: View) -> None:
    """The page."""
    st.title(view.say("export"), anchor=False)
    a, b, c = st.columns(3)
    offered = [name for name in FILES if name != "beside.csv" or has_beside(view.world.assessment.standard)]
    form = a.selectbox(
        view.say("formats"),
        offered,
        format_func=lambda name: view.say(f"file_{name.replace('.', '_')}"),
        key="export_format",
    )
    lang = b.segmented_control(
        view.say("which_language"),
        ["zh", "en", "both"],
        default=view.lang,
        required=True,
        format_func=lambda word: {"zh": "中文", "en": "English"}.get(word) or view.say("both_languages"),
        help=view.say("both_languages_help"),
        key="export_language",
    )
    now = view.world.periods[view.period]
    span = c.segmented_control(
        view.say("period"),
        ["all", "one"],
        default="all",
        required=True,
        format_func=lambda word: view.say("all_periods") if word == "all" else view.say("only_period", period=now),
        key="export_period",
    )
    note = trial_note(view)
    if note is not None:
        st.warning(note.in_(view.lang), icon=":material/science:")
    standard = in_force(view)
    wanted = (standard.digest, view.source[1], now if span == "one" else None)
    intervals = st.toggle(
        view.say("with_intervals"), value=True, key="export_intervals", help=view.say("with_intervals_help")
    )
    assessment = placed(*wanted, draws_for(len(view.world.codes)), standard) if intervals else scored(*wanted, standard)
    headings: Headings = "both" if lang == "both" else "zh" if lang == "zh" else "en"
    _download(view, assessment, FILES[form], headings, note)
    _picture(view, assessment, note)
    _preview(view, assessment, now, headings, note)
    st.caption(view.say("link"))


def _download(view: View, assessment: Assessment, file: File, headings: Headings, note: Text | None) -> None:
    lang: Lang = view.lang if headings == "both" else headings
    stem, _, ending = file.name.rpartition(".")
    marked = f"{stem}-sandbox.{ending}" if note is not None else file.name
    st.download_button(
        view.say("download", name=marked),
        data=lambda: download_bytes(assessment, file.name, lang, note, view.source[1], headings),
        file_name=marked,
        mime=file.mime,
        key="download",
        type="primary",
        icon=":material/download:",
        on_click="ignore",
    )


def _picture(view: View, assessment: Assessment, note: Text | None) -> None:
    """The board as a picture; made only when it is asked for."""
    if not st.button(view.say("make_picture"), icon=":material/image:", key="make_picture"):
        return
    facts = origin(assessment, note)
    draws = assessment.intervals.draws if assessment.intervals is not None else 0
    told = ("made_up", "standard", "weights", "intervals", "method")
    foot = "; ".join(facts[key] for key in told if key in facts)[:160]
    png = ranking_png(view, foot, note, draws)
    st.image(png)
    svg = ranking_svg(view, foot, note, draws)
    with st.container(horizontal=True):
        for form, mime, data in (("png", "image/png", png), ("svg", "image/svg+xml", svg)):
            name = f"ranking-sandbox.{form}" if note is not None else f"ranking.{form}"
            st.download_button(
                view.say("download", name=name), data, name, mime, key=f"picture_{form}", on_click="ignore"
            )


def _preview(view: View, assessment: Assessment, period: str, headings: Headings, note: Text | None) -> None:
    st.subheader(view.say("preview"), anchor=False)
    lang: Lang = view.lang if headings == "both" else headings
    table = for_reading(only(assessment.ranking(lang), "period", period).slice(0, 10))
    words = ["region", "name", "period", "reason", "level"]
    config = {
        name: st.column_config.NumberColumn(format="percent" if column == "coverage" else "%.2f")
        for name, column in zip(
            in_words(table, assessment.standard, headings).column_names, table.column_names, strict=True
        )
        if column not in (*words, *ENDS, "rank", "rank_change")
    }
    st.dataframe(in_words(table, assessment.standard, headings), hide_index=True, column_config=config)
    st.subheader(view.say("origin"), anchor=False)
    # The colon stands outside: after a full-width one inside, Markdown does not close the bold.
    stop = "：" if view.lang == "zh" else ": "
    facts = facts_in_words(assessment, note, view.lang).items()
    st.markdown("\n".join(f"- **{plain(key.removesuffix(stop))}**{stop}{plain(value)}" for key, value in facts))
