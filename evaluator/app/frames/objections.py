"""Tables of objections: the list, one history, and who moved after a correction."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.app import formats
from evaluator.app.frames.rows import Row
from evaluator.app.world import World, label, region_name
from evaluator.messages import say
from evaluator.objections import KINDS, STATES, Moved, Objection
from indicators.text import Lang


def listed(world: World, found: Sequence[Objection], lang: Lang) -> list[Row]:
    """One row an objection."""
    return [
        {
            "region": region_name(world, one.region, lang),
            "indicator": label(world, one.indicator, lang),
            "period": one.period,
            "value": one.value,
            "should": one.should,
            "state": STATES[one.state].in_(lang),
            "who": one.who,
            "when": one.when[:16].replace("T", " "),
            "words": one.words,
        }
        for one in found
    ]


def history(one: Objection, lang: Lang) -> list[Row]:
    """The note, then each reply: when, who, what changed, words."""
    raised = say("objection_raised", lang, value=_shown(one.value))
    rows: list[Row] = [{"when": one.when, "who": one.who, "what": raised, "words": one.words}]
    colon = "：" if lang == "zh" else ": "
    for reply in one.replies:
        kind = KINDS[reply.kind].in_(lang)
        what = kind if reply.value is None else f"{kind}{colon}{_shown(reply.value)}"
        rows.append({"when": reply.when, "who": reply.who, "what": what, "words": reply.words})
    return [{**row, "when": str(row["when"])[:16].replace("T", " ")} for row in rows]


def moved(found: Sequence[Moved], lang: Lang) -> list[Row]:
    """Places and scores before and after, one row a region that moved."""
    return [
        {
            "name": one.name.in_(lang),
            "before": one.before or None,
            "after": one.after or None,
            "change": formats.change(one.change),
            "score_before": None if one.score_before != one.score_before else one.score_before,
            "score_after": None if one.score_after != one.score_after else one.score_after,
        }
        for one in found
    ]


def titled(world: World, one: Objection, lang: Lang) -> str:
    """An objection in one line, for a list to choose from."""
    parts = (
        region_name(world, one.region, lang),
        label(world, one.indicator, lang),
        one.period,
        STATES[one.state].in_(lang),
    )
    return f"{' · '.join(parts)} ({one.id})"


def _shown(value: float | None) -> str:
    return formats.DASH if value is None else formats.short(value)
