"""What if one were left out, on the Robustness page: an indicator or node, or a region."""

from __future__ import annotations

import streamlit as st

from evaluator.app.formats import plain
from evaluator.app.frames import leaving as frames
from evaluator.app.pages.robust_work import Progress, shown_key, worked
from evaluator.app.specs import robustness as specs
from evaluator.app.view import View, chart, twin
from evaluator.robustness.leaving import leave_out_regions
from evaluator.scoring.kernel import Ranks
from indicators.text import Text

SHOWN = 40


def show_leaving(view: View, baseline: Ranks) -> None:
    """Every item left out, then every region."""
    weights = view.world.used_weights(view.period, view.weights)
    st.subheader(view.say("left_out"), anchor=False)
    st.caption(view.say("left_out_help"))
    rows, dots = frames.items(view.world, view.period, weights, baseline, view.lang)
    _strip(view, rows, dots, "left_out")
    st.subheader(view.say("left_out_regions"), anchor=False)
    st.caption(view.say("left_out_regions_help"))
    own = None if view.weights is None else weights

    def work(progress: Progress) -> frames.Strip:
        text = Text(zh="逐个去掉地区", en="Leaving regions out")
        table = leave_out_regions(view.world.kernel, view.period, lambda share: progress(share, text), own)
        return frames.regions(view.world, table, view.lang)

    rows, dots = worked(view, "regions", shown_key(view, "regions"), work)
    still = len(view.world.codes) - len(rows)
    if still:
        st.markdown(plain(view.say("left_out_still", n=still)))
    if rows:
        _strip(view, rows[:SHOWN], [dot for dot in dots if int(str(dot["line"])) < SHOWN], "left_out_regions")


def _strip(view: View, rows: list[frames.Row], dots: list[frames.Row], word: str) -> None:
    chart(dots, specs.moves(view.ink), word, view.say(word))
    names = {word: "node" if word == "left_out" else "name"}
    names |= {"mean": "mean_move", "most": "most_move", "who": "region_moved"}
    shown = [{**row, word: row["full"]} for row in rows]
    twin(view, shown, {key: view.say(name) for key, name in names.items()})
