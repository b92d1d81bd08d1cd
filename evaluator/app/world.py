"""What the pages look at: one standard on one body of evidence, scored, with the kernel ready for what-if."""

from __future__ import annotations

import gc
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import streamlit as st

from evaluator.app.search import pinyin, written
from evaluator.app.sets import Sets
from evaluator.app.state import Known, Siblings
from evaluator.app.weights import TENTHS, apportioned
from evaluator.assessment import Assessment, evaluate
from evaluator.engines.choice import EngineChoice
from evaluator.engines.keeping import default_folder
from evaluator.evidence import Evidence
from evaluator.home import user_folder
from evaluator.methods.base import Floats
from evaluator.opening import open_evidence
from evaluator.reading import read_standard
from evaluator.scenario import parse_settings
from evaluator.scoring.kernel import Kernel, Ranks, Scored, rank
from evaluator.scoring.plan import Plan
from evaluator.scoring.whatif import WhatIf
from evaluator.standard import Floor, Standard
from evaluator.tables import only, texts
from indicators.text import Lang, Text

RECENT = 16


@dataclass(frozen=True)
class World:
    """One level of regions of an assessment.

    Attributes:
        assessment: The standard as it stands (with the method chosen in the app), scored in DuckDB.
        number: Which of its levels.
    """

    assessment: Assessment
    number: int

    @property
    def plan(self) -> Plan:
        """The tree of this level."""
        return self.assessment.run.plans[self.number]

    @cached_property
    def kernel(self) -> Kernel:
        """The array kernel of this level."""
        return self.assessment.kernels[self.number]

    @cached_property
    def decimals(self) -> int:
        """Decimals of a score on screen: 1 on a scale to 100, 3 on a scale to 1, those ranked on if they are stated."""
        if self.plan.ranking.basis == "printed":
            return self.plan.ranking.decimals
        return max(1, self.assessment.decimals - 1) if self.assessment.decimals < 3 else self.assessment.decimals

    @cached_property
    def top(self) -> float:
        """The end of the scale on which scores are drawn."""
        best = float(np.nanmax(self.published.score)) if not np.isnan(self.published.score).all() else 100.0
        return 100.0 if 25 < best <= 100 else 1.0 if 0.25 < best <= 1 else max(best, 1e-9) * 1.05

    @property
    def standard_id(self) -> str:
        """Its id, under which sets of weights are kept."""
        return self.assessment.standard.id

    @property
    def floor(self) -> Floor | None:
        """The score below which a first-level node is marked, whatever the total."""
        return self.assessment.standard.floor

    @cached_property
    def digest(self) -> str:
        """Of the standard."""
        return self.assessment.standard.digest

    @cached_property
    def by_code(self) -> Ranks:
        """Where each region stands in the order of codes."""
        return np.argsort(np.argsort(np.array(self.codes)))

    @property
    def made_up(self) -> bool:
        """Whether the evidence says that it is made up."""
        return self.assessment.made_up

    @cached_property
    def known(self) -> Known:
        """What a link may name."""
        return Known(
            levels=self.assessment.levels,
            periods=self.periods,
            latest=self.assessment.latest,
            groups=self.siblings,
            regions=frozenset(self.codes),
            peers=tuple(dict.fromkeys(group for group in self.groups if group)),
            nodes=tuple(self.plan.places[child].name for child in self.plan.places[0].children),
            branches=tuple(place.name for place in self.plan.places[1:] if place.children),
            indicators=tuple(slot.indicator.id for slot in self.plan.slots),
            sets=kept_sets(),
        )

    @property
    def periods(self) -> tuple[str, ...]:
        """The periods, in order of time."""
        return self.assessment.run.periods

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Codes of the regions."""
        return self.kernel.cells.regions

    @cached_property
    def names(self) -> dict[str, Text]:
        """Names of the regions."""
        table = only(self.assessment.run.regions, "level", self.plan.level)
        rows = zip(texts(table, "region"), texts(table, "name_zh"), texts(table, "name_en"), strict=True)
        return {code: Text(zh=zh, en=en) for code, zh, en in rows}

    @cached_property
    def searched(self) -> dict[Lang, dict[str, str]]:
        """How each region is written in a search box, made once."""
        spelt = {code: pinyin(name.zh) for code, name in self.names.items()}
        langs: tuple[Lang, ...] = ("zh", "en")
        return {
            lang: {code: written(code, name, spelt[code], lang) for code, name in self.names.items()} for lang in langs
        }

    @cached_property
    def entries_searched(self) -> dict[Lang, dict[str, str]]:
        """How each node and indicator is written in a search box, in the order of the tree."""
        own = {place.name: self.labels[place.name] for place in self.plan.places[1:]}
        spelt = {name: pinyin(title.zh) for name, title in own.items()}
        langs: tuple[Lang, ...] = ("zh", "en")
        return {lang: {name: written(name, title, spelt[name], lang) for name, title in own.items()} for lang in langs}

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """The column `group` of each region."""
        return tuple(self.kernel.cells.groups.get("group", ("",) * len(self.codes)))

    @cached_property
    def labels(self) -> dict[str, Text]:
        """Names of every entry of the tree."""
        standard = self.assessment.standard
        nodes, indicators = standard.nodes, standard.by_id
        found = {name: node.name for name, node in nodes.items()}
        found.update({name: indicator.name for name, indicator in indicators.items()})
        found["total"] = Text(zh="总分", en="Total")
        return found

    @cached_property
    def siblings(self) -> tuple[Siblings, ...]:
        """Every node with more than one child, the root first, with the standard's weights."""
        groups = []
        for place in self.plan.places:
            if len(place.children) > 1:
                given = [self.plan.places[child].weight for child in place.children]
                names = tuple(self.plan.places[child].name for child in place.children)
                groups.append(Siblings(place.name, names, tuple(apportioned(given))))
        return tuple(groups)

    def weights(self, changed: Mapping[str, Sequence[int]]) -> Floats | None:
        """Weights `[place]` with groups changed; None if nothing is changed."""
        if not changed:
            return None
        weights = self.plan.weights.copy()
        for node, tenths in changed.items():
            for child, value in zip(self.plan.places[self.plan.position[node]].children, tenths, strict=True):
                weights[child] = value / TENTHS
        return weights

    @cached_property
    def published(self) -> Scored:
        """Scores under the standard's own weights."""
        return self.kernel.scored()

    @cached_property
    def _whatifs(self) -> dict[int, WhatIf]:
        return {t: WhatIf(self.kernel, t) for t in range(len(self.periods))}

    @cached_property
    def _recent(self) -> dict[tuple[int, bytes], tuple[Floats, Ranks]]:
        """Scores and places for the weights asked for last: a page asks for the same ones several times."""
        return {}

    def _of(self, period: int, weights: Floats | None) -> tuple[Floats, Ranks]:
        key = (period, b"" if weights is None else weights.tobytes())
        kept = self._recent.get(key)
        if kept is not None:
            return kept
        scores = self.published.score[period] if weights is None else self._whatifs[period].scores(weights)
        places = self.ranks(scores[0])
        for one in (scores, places):
            one.setflags(write=False)  # shared by every session that asks for the same weights
        if len(self._recent) >= RECENT:
            self._recent.clear()
        self._recent[key] = scores, places
        return scores, places

    def scores(self, period: int, weights: Floats | None) -> Floats:
        """Scores `[place, region]` of one period."""
        return self._of(period, weights)[0]

    def places(self, period: int, weights: Floats | None) -> Ranks:
        """Places `[region]` by the total of one period, 0 where there is no score."""
        return self._of(period, weights)[1]

    def ranks(self, scores: Floats) -> Ranks:
        """Places along the last axis, 0 where there is no score."""
        return rank(scores, self.plan.ranking)

    def history(self, weights: Floats | None) -> Floats:
        """Scores `[period, place, region]`."""
        if weights is None:
            return self.published.score
        return np.stack([self.scores(t, weights) for t in range(len(self.periods))])

    def used_weights(self, period: int, weights: Floats | None) -> Floats:
        """Weights `[place]` in force in one period."""
        return self.published.weights[period] if weights is None else weights


@st.cache_resource(show_spinner=False)
def kept_sets() -> Sets:
    """The sets of weights that links of this server name."""
    return Sets(user_folder() / "weights")


@st.cache_resource(max_entries=4, show_spinner=False)
def standard_of(source: str, folders: tuple[str, ...]) -> Standard:
    """A standard by path or id."""
    return read_standard(source, indicators=[Path(folder) for folder in folders])


@st.cache_resource(max_entries=4, show_spinner=False)
def evidence_of(source: str) -> Evidence:
    """Evidence by path or id."""
    return open_evidence(source, cache=default_folder())


@st.cache_resource(max_entries=12, show_spinner=False)
def assessed(source: str, evidence: str, folders: tuple[str, ...], settings: tuple[tuple[str, str], ...]) -> Assessment:
    """The standard scored, with parts of the method changed; read-only, shared by all sessions."""
    standard = standard_of(source, folders)
    if settings:
        standard = standard.with_method(parse_settings([f"{key}={value}" for key, value in settings]))
    return evaluate(standard, evidence_of(evidence), engine=EngineChoice(cache=default_folder()))


@st.cache_resource(max_entries=24, show_spinner=False)
def world_of(
    source: str, evidence: str, folders: tuple[str, ...], settings: tuple[tuple[str, str], ...], number: int
) -> World:
    """One level of an assessment."""
    found = World(assessed(source, evidence, folders, settings), number)
    found.published, found.searched  # noqa: B018 - cached properties
    # What was loaded stays: later collections look only at what is new (2 ms; all the libraries, 100 ms).
    gc.collect()
    gc.freeze()
    return found


def label(world: World, name: str, lang: Lang) -> str:
    """The name of an entry of the tree."""
    found = world.labels.get(name)
    return found.in_(lang) if found else name


def region_name(world: World, code: str, lang: Lang) -> str:
    """The name of a region."""
    found = world.names.get(code)
    return found.in_(lang) if found else code
