"""A plan that was saved, against the fact of the next period."""

from __future__ import annotations

from typing import Any

import streamlit as st

from evaluator.advice.plans import VERDICTS, check_plan, parse_plan
from evaluator.app.formats import fault_list, plain
from evaluator.app.frames.rows import Row
from evaluator.app.uploads import upload
from evaluator.app.view import View, as_table, folded
from evaluator.app.world import label, region_name
from indicators.faults import Faults

MOST_BYTES = 2_000_000


def show_check(view: View) -> None:
    """Take a plan as it was downloaded, and say of each line how much of the way was gone."""
    with folded(view, "check") as seen:
        if not seen:
            return
        file = upload(view.lang, view.say("check_upload"), key="check_upload", most=2)
        if file is None:
            st.caption(view.say("check_about"))
            return
        try:
            _checked(view, file.name, file.getvalue()[:MOST_BYTES])
        except Faults as error:
            st.error(fault_list(error, view.lang, 20), icon=":material/warning:")


def _checked(view: View, name: str, content: bytes) -> None:
    against_fact(view, parse_plan(content, name))


def against_fact(view: View, rows: list[dict[str, str]]) -> None:
    """Each line of a plan against the next period. Raises Faults."""
    case, table = check_plan(view.world.assessment, rows)
    shown: list[Row] = [
        {
            "name": label(view.world, row["indicator"], view.lang),
            "from": row["from"],
            "to": row["to"],
            "fact": row["fact"],
            "share": row["share"],
            "verdict": VERDICTS[row["verdict"]].in_(view.lang),
            "owner": stated.get("owner", ""),
            "date": stated.get("date", ""),
        }
        for row, stated in zip(table.to_pylist(), rows, strict=True)
    ]
    who = plain(region_name(view.world, case.code, view.lang))
    st.markdown(view.say("check_of", name=who, before=rows[0]["period"], after=case.period))
    number = st.column_config.NumberColumn
    heads = {name: view.say(f"check_{name}") for name in shown[0]}
    config: dict[str, Any] = {**heads, "share": number(heads["share"], format="percent")}
    config |= {name: number(heads[name], format="%.4g") for name in ("from", "to", "fact")}
    st.dataframe(as_table(shown), hide_index=True, column_config=config)
