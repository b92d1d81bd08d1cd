"""What is said of one indicator in words: definition, bounds and their basis, clause, source, grade, examples."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pyarrow as pa

from evaluator.app import formats
from evaluator.app.frames.indicators import ends_of
from evaluator.app.world import World
from evaluator.evidence import Evidence
from evaluator.grading import Grade
from evaluator.messages import MESSAGES, say
from evaluator.scoring.plan import Slot
from evaluator.tables import texts
from indicators.indicator import Bounds, Example
from indicators.measures.statistic import Statistic
from indicators.text import Lang, Text, clauses, listed
from indicators.yamls import Plain

Fact = tuple[str, str]
"""The heading's key in the catalogue, and the text."""


def facts(world: World, slot: Slot, grade: Grade, lang: Lang) -> list[Fact]:
    """What there is to say of an indicator, in a fixed order; what is not said is left out."""
    one = slot.indicator
    unit = one.unit.in_(lang) if one.unit else ""
    found = [
        ("definition", said(one.definition, lang)),
        ("unit", unit),
        ("direction", say(one.direction, lang)),
        ("goalposts", _bounds(one.bounds, unit, lang) if one.bounds else ""),
        ("target", "" if one.target is None else f"{formats.short(one.target)} {unit}".strip()),
        ("measured_by", type(slot.measure).about.in_(lang)),
        ("formula", slot.measure.formula if isinstance(slot.measure, Statistic) else ""),
        ("series", joined(series_of(world.assessment.evidence, slot, lang), lang)),
        ("scored_by", _scored(slot, lang)),
        ("clause", one.clause),
        ("references", references_of(world, one.references, lang)),
        ("source", said(one.source, lang)),
        ("publisher", joined(publishers(world.assessment.evidence, slot, lang), lang)),
        ("evidence_grade", f"{grade.letter} · {grade.why.in_(lang)}"),
        ("licence", world.assessment.standard.licence),
        ("note", said(one.note, lang)),
    ]
    return [(key, text) for key, text in found if text]


def publishers(evidence: Evidence, slot: Slot, lang: Lang) -> list[str]:
    """Who publishes the series of an indicator, each once."""
    table = evidence.tables.get("series")
    if table is None or not isinstance(slot.measure, Statistic):
        return []
    column = "publisher_zh" if lang == "zh" and "publisher_zh" in table.column_names else "publisher"
    named = dict(zip(texts(table, "series"), texts(table, column), strict=True))
    return list(dict.fromkeys(named[one] for one in slot.measure.parsed.series if named.get(one)))


def series_of(evidence: Evidence, slot: Slot, lang: Lang) -> list[str]:
    """Each series of a formula with its name and unit, where the evidence tells them."""
    table = evidence.tables.get("series")
    if table is None or not isinstance(slot.measure, Statistic):
        return []
    columns = (texts(table, f"{word}_{lang}") for word in ("name", "unit"))
    known = dict(zip(texts(table, "series"), zip(*columns, strict=True), strict=True))
    found = []
    for one in slot.measure.parsed.series:
        name, unit = known.get(one, ("", ""))
        bracketed = (f"（{unit}）" if lang == "zh" else f" ({unit})") if unit else ""
        if name:
            found.append(f"{one} {name}{bracketed}")
    return found


def joined(parts: Iterable[str], lang: Lang) -> str:
    """Parts of a sentence with the semicolon of the language."""
    return clauses((part for part in parts if part), lang)


def given_tables(example: Example) -> tuple[str, dict[str, pa.Table]]:
    """The evidence of a worked example: single figures as one line, and tables of rows."""
    single = {key: value for key, value in example.given.items() if not isinstance(value, (dict, list))}
    line = ", ".join(f"{key} = {_plain(value)}" for key, value in single.items())
    tables = {}
    for name, value in example.given.items():
        rows = [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
        if isinstance(value, dict):
            rows = [{name: key, "value": one} for key, one in value.items()]
        if rows:
            keys = dict.fromkeys(key for row in rows for key in row)
            tables[name] = pa.table({key: [_plain(row.get(key)) for row in rows] for key in keys})
    return line, tables


def example_score(slot: Slot, example: Example) -> float | None:
    """The score that the example's value comes to; None where scores hang on the other regions."""
    if example.value is None or ends_of(slot) is None or slot.treatment.kind != "none":
        return None
    return float(slot.normalisation.normalise(np.array([[example.value]]), slot.aspect)[0, 0])


def said(text: Text | str | None, lang: Lang) -> str:
    """A text of the standard, "" where there is none."""
    return text.in_(lang) if isinstance(text, Text) else text or ""


def _bounds(bounds: Bounds, unit: str, lang: Lang) -> str:
    worst, best = formats.short(bounds.worst), formats.short(bounds.best)
    key = f"basis_{bounds.basis.replace('-', '_')}"
    basis = say(key, lang) if key in MESSAGES else bounds.basis
    parts = [say("bounds_text", lang, worst=worst, best=best, unit=unit).strip()]
    parts += [say("bounds_basis", lang, basis=basis)] if basis else []
    note = said(bounds.note, lang)
    return joined([*parts, note], lang)


def _scored(slot: Slot, lang: Lang) -> str:
    """Treatment and normalisation in words."""
    steps = [slot.normalisation] if slot.treatment.kind == "none" else [slot.treatment, slot.normalisation]
    arrow = " → "
    return arrow.join(step.title.in_(lang) for step in steps)


def references_of(world: World, references: Mapping[str, Plain], lang: Lang) -> str:
    """Articles of the regulation, counterparts abroad, sources by their titles, and whatever else is named."""
    cited = world.assessment.standard.references.get("sources")
    titles = cited if isinstance(cited, dict) else {}
    parts = []
    for key, value in references.items():
        word = say(f"ref_{key}", lang) if f"ref_{key}" in MESSAGES else key
        if f"{key}_{value}" in MESSAGES:
            parts.append(say(f"{key}_{value}", lang))
        elif isinstance(value, dict) and {"zh", "en"} <= set(value):
            parts.append(_plain(value[lang]))
        elif isinstance(value, dict):
            shown = [_plain(value[name]) for name in ("topic", "handbook_2026") if value.get(name)]
            parts.append(f"{word} {' '.join(shown)}".strip())
        elif isinstance(value, list):
            named = listed((_plain(titles.get(str(one), one)) for one in value), lang)
            parts.append(say("ref_articles", lang, articles=named) if key == "regulation" else f"{word} {named}")
        elif value not in (None, ""):
            parts.append(f"{word} {_plain(value)}".strip())
    return joined(parts, lang)


def _plain(value: Plain) -> str:
    if isinstance(value, list):
        return ", ".join(_plain(one) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{key} {_plain(one)}" for key, one in value.items())
    return "" if value is None else str(value)
