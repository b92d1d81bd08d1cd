"""A region's report: every number in it comes from a table of the advice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from evaluator.advice.case import Case
from evaluator.advice.gaps import gaps
from evaluator.advice.peers import Peers
from evaluator.advice.steps import steps
from evaluator.advice.strengths import LEAST, RULE, findings, left_out
from evaluator.assessment import REASONS
from evaluator.reports import charts
from evaluator.reports.document import Block, Document, Grid, Heading, Paragraph, Picture
from evaluator.reports.evidence import beside_blocks, evidence_blocks, slowest_blocks
from evaluator.reports.figures import amount, points, share, signed, time
from evaluator.reports.method import provenance_list
from evaluator.reports.words import REPORT
from evaluator.tables import only
from evaluator.tracing import Tracer
from indicators.text import Lang, listed

Row = dict[str, object]
NEXT = 10


@dataclass(frozen=True)
class RegionReport:
    """What the report of one region is written from.

    Attributes:
        case: The region.
        peers: What it is compared with.
        ranks: Whether places are told; off by default in a self-assessment.
    """

    case: Case
    peers: Peers
    lang: Lang
    ranks: bool = False

    @cached_property
    def gaps(self) -> list[Row]:
        """Every entry of the tree."""
        found: list[Row] = gaps(self.case, self.peers).to_pylist()
        return found

    @cached_property
    def findings(self) -> list[Row]:
        """What is far from the peers, whatever it rests on."""
        found: list[Row] = findings(self.case, self.peers).to_pylist()
        return found

    @property
    def strengths(self) -> list[Row]:
        """Strengths and weaknesses."""
        return [row for row in self.findings if str(row["grade"]) <= LEAST]

    @cached_property
    def steps(self) -> list[Row]:
        """What one step is worth, those that are worth something."""
        rows: list[Row] = steps(self.case).to_pylist()
        return [row for row in rows if isinstance(row["points"], float) and row["points"] > 0][:NEXT]

    def say(self, key: str, **values: object) -> str:
        """One sentence."""
        return REPORT[key].with_values(**values).in_(self.lang) if values else REPORT[key].in_(self.lang)

    def label(self, row: Row) -> str:
        """The name of an entry."""
        return self.case.assessment.standard.name_of(str(row["node"])).in_(self.lang)

    def unit(self, row: Row) -> str:
        """The unit of an indicator."""
        found = self.case.assessment.standard.by_id[str(row["node"])].unit
        return found.in_(self.lang) if found else ""

    def document(self, brief: bool = False) -> Document:
        """The whole report, or what fits on one page."""
        case, standard = self.case, self.case.assessment.standard
        blocks = [*self._summary(), *self._dimensions()]
        if not brief:
            with Tracer(case.assessment, case.code, case.period) as tracer:
                blocks += [*self._change(), *self._peers(), *self._strengths(tracer)]
                blocks += [*self._next(tracer), *self._items(tracer), *self._method()]
        return Document(
            self.say("title", name=case.name.in_(self.lang)),
            self.say(
                "subtitle",
                standard=standard.name.in_(self.lang),
                version=standard.version,
                period=time(case.period, self.lang),
            ),
            self._notice(),
            self.lang,
            tuple(self._numbered(blocks)),
        )

    def _numbered(self, blocks: list[Block]) -> Iterator[Block]:
        """Tables and figures count in the order in which they stand."""
        numbers = {Grid: 0, Picture: 0}
        for block in blocks:
            if isinstance(block, (Grid, Picture)):
                numbers[type(block)] += 1
                key = "n_table" if isinstance(block, Grid) else "n_figure"
                block = replace(block, caption=self.say(key, n=numbers[type(block)], caption=block.caption))
            yield block

    def _notice(self) -> str:
        case = self.case
        words = [self.say("draft")] if case.assessment.standard.status == "draft" else []
        if case.assessment.made_up:
            words.append(self.say("made_up"))
        if not case.assessment.scenario.empty or case.weights is not None:
            words.append(self.say("changed"))
        return ("" if self.lang == "zh" else " ").join(words)

    def _score(self, value: object) -> str:
        return points(value, self.case.assessment.decimals)

    def _gain(self, value: object) -> str:
        return signed(value, self.case.assessment.decimals)

    def _summary(self) -> list[Block]:
        case, root = self.case, self.gaps[0]
        name = case.name.in_(self.lang)
        common = {"period": time(case.period, self.lang), "name": name, "coverage": share(root["coverage"])}
        words = []
        if root["score"] is None:
            words.append(self.say("s_none", reason=self._reason(), **common))
        else:
            words.append(self.say("s_score", score=self._score(root["score"]), **common))
            if self.ranks and case.place:
                n = int((~np.isnan(case.scores[0])).sum())
                words.append(self.say("s_place", n=n, place=case.place))
            words += [self._moved(root), self._against(root)]
        for key, kind in (("s_strong", "strength"), ("s_weak", "weakness")):
            names = [self.label(row) for row in self.strengths if row["kind"] == kind][:3]
            if names:
                words.append(self.say(key, items=self._listed(names)))
        if self.steps:
            first = self.steps[0]
            words.append(self.say("s_next", item=self.label(first), points=self._score(first["points"])))
        joined = ("" if self.lang == "zh" else " ").join(word for word in words if word)
        return [Heading(self.say("h_summary")), Paragraph(joined)]

    def _moved(self, root: Row) -> str:
        change, earlier = root["change"], self._earlier
        if not isinstance(change, float) or not earlier:
            return self.say("s_first")
        shown = self._score(abs(change))
        if shown == self._score(0.0):
            return self.say("s_same", earlier=earlier)
        return self.say("s_up" if change > 0 else "s_down", earlier=earlier, change=shown)

    def _against(self, root: Row) -> str:
        gap = root["to_peers"]
        if not isinstance(gap, float):
            return ""
        shown = self._score(abs(gap))
        if shown == self._score(0.0):
            return self.say("s_level")
        return self.say("s_below" if gap > 0 else "s_above", gap=shown)

    @property
    def _earlier(self) -> str:
        if self.case.earlier is None:
            return ""
        return time(self.case.assessment.run.periods[self.case.earlier], self.lang)

    def _reason(self) -> str:
        table = only(only(self.case.assessment.scores(), "region", self.case.code), "period", self.case.period)
        word = str(only(table, "node", "total").to_pylist()[0]["reason"] or "no-data")
        zh, en = REASONS.get(word, (word, word))
        return zh if self.lang == "zh" else en

    def _top(self) -> list[Row]:
        return [row for row in self.gaps if row["depth"] == 1]

    def _dimensions(self) -> list[Block]:
        rows = [
            (
                self._name(row),
                share(row["weight"]),
                self._score(row["score"]),
                share(row["coverage"]),
                self._score(row["to_bound"]),
            )
            for row in (*self._top(), self.gaps[0])
        ]
        head = tuple(self.say(key) for key in ("dimension", "weight", "score", "coverage", "to_bound"))
        grid = Grid(self.say("t_dimensions"), head, tuple(rows), (False, True, True, True, True), (3.2, 1, 1, 1, 1))
        drawn: list[Row] = [
            {
                "name": self.label(row),
                "order": k,
                "score": row["score"],
                "low": row["peer_low"],
                "high": row["peer_high"],
                "median": row["peer_median"],
            }
            for k, row in enumerate(self._top())
            if row["peer_median"] is not None
        ]
        found: list[Block] = [Heading(self.say("h_dimensions")), grid]
        if drawn:
            found.append(charts.bands(drawn, self.say("f_bands"), self.say("alt_bands"), self.say("score")))
        return found

    def _name(self, row: Row) -> str:
        return self.say("total") if row["depth"] == 0 else self.label(row)

    def _change(self) -> list[Block]:
        heading = Heading(self.say("h_change"))
        if not self._earlier:
            return [heading, Paragraph(self.say("no_change"))]
        rows = [
            (self._name(row), self._score(row["earlier"]), self._score(row["score"]), self._gain(row["change"]))
            for row in (*self._top(), self.gaps[0])
        ]
        head = (self.say("dimension"), self._earlier, time(self.case.period, self.lang), self.say("change"))
        grid = Grid(self.say("t_change"), head, tuple(rows), (False, True, True, True), (3.2, 1, 1, 1))
        return [heading, grid, *self._trend()]

    def _trend(self) -> list[Block]:
        from evaluator.evidence import period_ordinal

        case = self.case
        name = case.name.in_(self.lang)
        calendar, validity = period_ordinal(case.period)[0], case.assessment.run.validity
        rows: list[Row] = []
        for t, period in enumerate(case.assessment.run.periods[: case.at + 1]):
            same = validity.era(case.code, period) == validity.era(case.code, case.period)
            if period_ordinal(period)[0] != calendar or not same:
                continue  # Of another area before regions were changed.
            others = case.scored.score[t, 0, list(self.peers.positions)]
            others = others[~np.isnan(others)]
            own = float(case.scored.score[t, 0, case.region])
            pairs = [(name, own), (self.say("trend_peers"), float(np.median(others)) if len(others) else np.nan)]
            rows += [{"period": period, "who": who, "score": v} for who, v in pairs if not np.isnan(v)]
        if len({row["period"] for row in rows}) < 2:
            return []
        return [charts.trend(rows, self.say("f_trend"), self.say("alt_trend", name=name), self.say("score"))]

    def _peers(self) -> list[Block]:
        names = [self.case.names[i].in_(self.lang) for i in self.peers.positions]
        words = [self.say("peers_are", n=len(names), names=self._listed(names))]
        if self.peers.by_hand:
            words.append(self.say("peers_hand"))
        elif self.peers.columns:
            columns = self._listed([one.in_(self.lang) for one in self.peers.columns])
            words.append(self.say("peers_by", columns=columns))
        end = "。" if self.lang == "zh" else "."
        words += [one.in_(self.lang) + end for one in self.peers.notes]
        rows = [
            (
                self._name(row),
                self._score(row["score"]),
                self._score(row["peer_median"]),
                self._gain(row["to_peers"]),
            )
            for row in (*self._top(), self.gaps[0])
        ]
        head = tuple(self.say(key) for key in ("dimension", "score", "median", "to_peers"))
        grid = Grid(self.say("t_peers"), head, tuple(rows), (False, True, True, True), (3.2, 1, 1.2, 1))
        return [Heading(self.say("h_peers")), Paragraph(("" if self.lang == "zh" else " ").join(words)), grid]

    def _strengths(self, tracer: Tracer) -> list[Block]:
        found: list[Block] = [Heading(self.say("h_strengths"))]
        rows = [
            (
                self.say(str(row["kind"])),
                self.label(row),
                amount(row["raw"]),
                self.unit(row),
                self._score(row["score"]),
                self._score(row["peer_mean"]),
            )
            for row in self.strengths
        ]
        head = tuple(self.say(key) for key in ("kind", "item", "raw", "unit", "score", "mean"))
        if rows:
            right = (False, False, True, False, True, True)
            found.append(Grid(self.say("t_strengths"), head, tuple(rows), right, (0.7, 2.7, 1.0, 1.8, 0.9, 1.1)))
        else:
            found.append(Paragraph(self.say("no_strengths")))
        if omitted := left_out(self.findings, lambda name: self.label({"node": name}), self.lang):
            found.append(Paragraph(omitted, small=True))
        return [
            *found,
            Paragraph(RULE.in_(self.lang), small=True),
            *evidence_blocks(self.case, tracer, self.strengths, self.lang),
        ]

    def _next(self, tracer: Tracer) -> list[Block]:
        heading = Heading(self.say("h_next"))
        if not self.steps:
            return [heading, Paragraph(self.say("no_next"))]
        keys = ["item", "unit", "from", "to", "points"] + (["places"] if self.ranks else [])
        rows = []
        for row in self.steps:
            cells = [
                self.label(row),
                self.unit(row),
                amount(row["raw"]),
                amount(row["to"]),
                self._gain(row["points"]),
            ]
            rows.append((*cells, str(row["places"] or 0)) if self.ranks else tuple(cells))
        right = (False, False, True, True, True, *([True] if self.ranks else []))
        widths = (2.9, 1.8, 1.0, 1.1, 1.1, *([0.9] if self.ranks else []))
        grid = Grid(self.say("t_next"), tuple(self.say(key) for key in keys), tuple(rows), right, widths)
        rule = Paragraph(self.say("next_rule"), small=True)
        return [heading, grid, rule, *slowest_blocks(self.case, tracer, self.lang)]

    def _items(self, tracer: Tracer) -> list[Block]:
        leaves = [row for row in self.gaps if row["indicator"]]
        rows = [
            (self.label(row), self.unit(row), amount(row["raw"]), amount(row["peer_raw"]), self._score(row["score"]))
            for row in leaves
        ]
        head = tuple(self.say(key) for key in ("item", "unit", "raw", "peer_raw", "score"))
        found: list[Block] = [
            Heading(self.say("h_table")),
            Grid(self.say("t_items"), head, tuple(rows), (False, False, True, True, True), (2.9, 1.8, 1.1, 1.2, 0.9)),
        ]
        missing = [self.label(row) for row in leaves if row["raw"] is None]
        if missing:
            found.append(Paragraph(self.say("missing_items", n=len(missing), items=self._listed(missing)), small=True))
        return [*found, *beside_blocks(self.case, tracer, self.lang)]

    def _method(self) -> list[Block]:
        words = [] if self.ranks else [Paragraph(self.say("ranks_off"))]
        return [
            Heading(self.say("h_method")),
            Paragraph(self.say("limits")),
            *words,
            provenance_list(self.case, self.lang),
        ]

    def _listed(self, names: list[str]) -> str:
        return listed(names, self.lang)
