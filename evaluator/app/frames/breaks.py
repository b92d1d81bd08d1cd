"""Where series break because regions were changed: which regions, in which period, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterable

from evaluator.app.world import World, region_name
from evaluator.messages import say
from indicators.text import Lang, listed


def breaks_of(world: World, codes: Iterable[str], period: str | None = None, lang: Lang = "zh") -> list[str]:
    """One sentence a break of some regions, of one period or of all."""
    wanted = set(codes)
    said = []
    for row in world.assessment.breaks().to_pylist():
        if row["region"] in wanted and period in (None, row["period"]):
            before = listed((region_name(world, one, lang) for one in row["predecessors"].split(";")), lang)
            name = region_name(world, row["region"], lang)
            words = {"name": name, "before": before, "since": row["since"], "period": row["period"]}
            said.append(say(f"break_{row['kind']}", lang, **words))
    return said


def broken(world: World, position: int, period: int) -> bool:
    """Whether a period is the first of a region after a break."""
    era = world.kernel.cells.era
    return period > 0 and bool(era[period, position] > era[period - 1, position])
