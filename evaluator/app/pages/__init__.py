"""The pages: one file each, and one line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from evaluator.app.pages import (
    coherence,
    compare,
    evidence,
    export,
    indicators,
    next,
    ranking,
    region,
    robustness,
    self,
    weights,
)
from evaluator.app.view import View


@dataclass(frozen=True)
class Page:
    """A page of the app. `name` is its key in the catalogue and its place in the address."""

    name: str
    group: str
    icon: str
    show: Callable[[View], None]


PAGES = (
    Page("ranking", "explore", ":material/leaderboard:", ranking.show),
    Page("compare", "explore", ":material/compare_arrows:", compare.show),
    Page("region", "explore", ":material/location_on:", region.show),
    Page("indicators", "standard_group", ":material/list_alt:", indicators.show),
    Page("weights", "standard_group", ":material/tune:", weights.show),
    Page("coherence", "standard_group", ":material/grid_on:", coherence.show),
    Page("robustness", "standard_group", ":material/query_stats:", robustness.show),
    Page("evidence", "use", ":material/database:", evidence.show),
    Page("self", "use", ":material/edit_document:", self.show),
    Page("next", "use", ":material/trending_up:", next.show),
    Page("export", "use", ":material/download:", export.show),
)
