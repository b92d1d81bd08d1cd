"""What can be downloaded: the files on offer, and the score of record for the weights in force."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from evaluator.app.frames.intervals import SEED, SHARE
from evaluator.app.view import View, set_title
from evaluator.app.world import evidence_of
from evaluator.assessment import Assessment, evaluate
from evaluator.engines.choice import EngineChoice
from evaluator.engines.keeping import default_folder
from evaluator.messages import MESSAGES
from evaluator.standard import Standard
from indicators.text import Text


@dataclass(frozen=True)
class File:
    """A file on offer: its name in a run's folder, and its type."""

    name: str
    mime: str


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILES = {
    "xlsx": File("assessment.xlsx", XLSX),
    "csv": File("ranking.csv", "text/csv"),
    "scores.csv": File("scores.csv", "text/csv"),
    "indicators.csv": File("indicators.csv", "text/csv"),
    "beside.csv": File("beside.csv", "text/csv"),
    "html": File("ranking.html", "text/html"),
    "md": File("ranking.md", "text/markdown"),
    "parquet": File("ranking.parquet", "application/octet-stream"),
    "json": File("ranking.json", "application/json"),
    "standard.yaml": File("standard.yaml", "text/yaml"),
    "manifest.json": File("manifest.json", "application/json"),
}


@st.cache_resource(max_entries=6, show_spinner=False)
def scored(digest: str, evidence: str, period: str | None, _standard: Standard) -> Assessment:
    """The score of record for the weights in force: by SQL, not by the kernel."""
    del digest
    choice = EngineChoice(cache=default_folder())
    return evaluate(_standard, evidence_of(evidence), period=period, engine=choice)


@st.cache_resource(max_entries=6, show_spinner=False)
def placed(digest: str, evidence: str, period: str | None, draws: int, _standard: Standard) -> Assessment:
    """The same with intervals of places, drawn as the pages draw them."""
    return scored(digest, evidence, period, _standard).with_intervals(draws, SEED, SHARE)


def in_force(view: View) -> Standard:
    """The standard with the weights in force, in percent of their siblings."""
    standard = view.world.assessment.standard
    for group in view.world.siblings:
        if group.node in view.changed:
            pairs = zip(group.children, view.changed[group.node], strict=True)
            standard = standard.with_weights({child: tenths / 10 for child, tenths in pairs})
    return standard


def trial_note(view: View) -> Text | None:
    """What marks every file of a trial, with the name of its weights; None for the published result."""
    if not view.sandbox:
        return None
    note, named = MESSAGES["not_published"], MESSAGES["not_published_set"]
    names = set_title(view.weight_set, "zh"), set_title(view.weight_set, "en")
    return Text(zh=named.zh.format(note=note.zh, name=names[0]), en=named.en.format(note=note.en, name=names[1]))
