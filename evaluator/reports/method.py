"""The last part of a report: method in words, sources, digests, limits."""

from __future__ import annotations

import re

from evaluator.advice.case import Case
from evaluator.assessment import Assessment
from evaluator.exports.origin import in_words, method_line, provenance
from evaluator.methods import STEPS
from evaluator.methods.guide import STEP_TITLES
from evaluator.methods.registry import method_class
from evaluator.reports.document import Bullets
from evaluator.reports.words import REPORT
from indicators.text import Lang, Text, clauses

_DIGEST = re.compile(r"\b([0-9a-f]{12})[0-9a-f]{52}\b")


def provenance_list(case: Case, lang: Lang) -> Bullets:
    """Standard, weights, method, evidence and sources; digests by their first twelve characters."""
    gathered = facts_in_words(case.assessment, REPORT["changed"] if case.weights is not None else None, lang)
    return Bullets(tuple(_DIGEST.sub(r"\1…", key + value) for key, value in gathered.items()))


def facts_in_words(assessment: Assessment, note: Text | None, lang: Lang) -> dict[str, str]:
    """What a reader must know of a result, each heading (with its colon) once and the method by its names."""
    gathered: dict[str, list[str]] = {}
    line = method_line(assessment)
    for key, value in provenance(assessment, note):
        said = method_words(assessment, lang) if value.en == line else value.in_(lang)
        gathered.setdefault(in_words(key, lang), []).append(said)
    return {key: clauses(dict.fromkeys(values), lang) for key, values in gathered.items()}


def method_words(assessment: Assessment, lang: Lang) -> str:
    """The default method, each step by its name, with the setting as the standard writes it."""
    parts = []
    for step in STEPS:
        setting = getattr(assessment.standard.method, step)
        if not setting or setting == {"kind": "none"}:
            continue
        kind = str(setting.get("kind", ""))
        found = method_class(step, kind)
        written = ", ".join(str(value) if key == "kind" else f"{key} {value}" for key, value in setting.items())
        title = STEP_TITLES[step].in_(lang)
        name = found.title.in_(lang) if found else ""
        brackets = ("（", "）") if lang == "zh" else (" (", ")")
        said = written if name in ("", title) else f"{name}{written.join(brackets)}"
        parts.append(f"{title}{'：' if lang == 'zh' else ': '}{said}")
    return clauses(parts, lang)
