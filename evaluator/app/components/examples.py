"""Worked examples of an indicator: the evidence, the value that comes of it, and its score."""

from __future__ import annotations

import streamlit as st

from evaluator.app import formats
from evaluator.app.formats import plain
from evaluator.app.frames import indicator_card as cards
from evaluator.app.view import View

SHOWN = 2
TABLES = {"cases": "ev_cases", "ledger": "ev_ledger", "answers": "ev_checklist", "responses": "ev_survey"}


def worked_examples(view: View, number: int) -> None:
    """The first examples: single figures on a line, rows of evidence as tables."""
    slot = view.world.plan.slots[number]
    if slot.indicator.examples:
        st.subheader(view.say("example"), anchor=False)
    for example in slot.indicator.examples[:SHOWN]:
        line, tables = cards.given_tables(example)
        unit = slot.indicator.unit.in_(view.lang) if slot.indicator.unit else ""
        value = (
            view.say("example_missing") if example.value is None else f"{formats.short(example.value)} {unit}".strip()
        )
        score = cards.example_score(slot, example)
        scored = "" if score is None else f" → {view.say('example_score', score=f'{score:.1f}')}"
        note = example.note if isinstance(example.note, str) else example.note.in_(view.lang)
        for name, table in tables.items():
            st.caption(plain(view.say(TABLES[name]) if name in TABLES else name))
            st.dataframe(table, hide_index=True)
        result = f"{line} → {value}" if line else view.say("example_result", value=value)
        st.markdown(plain(note) + ("\u3000" if note else "") + plain(result + scored))
