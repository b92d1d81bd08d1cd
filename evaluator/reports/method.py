"""The last part of a report: method in words, sources, digests, limits."""

from __future__ import annotations

import re

from evaluator.advice.case import Case
from evaluator.exports.origin import in_words, method_line, provenance
from evaluator.methods import STEPS
from evaluator.methods.guide import STEP_TITLES
from evaluator.methods.registry import method_class
from evaluator.reports.document import Bullets
from evaluator.reports.words import REPORT
from indicators.text import Lang, clauses

_DIGEST = re.compile(r"\b([0-9a-f]{12})[0-9a-f]{52}\b")


def provenance_list(case: Case, lang: Lang) -> Bullets:
    """Standard, weights, method, evidence and sources; digests by their first twelve characters."""
    facts = provenance(case.assessment, REPORT["changed"] if case.weights is not None else None)
    gathered: dict[str, list[str]] = {}
    line = method_line(case.assessment)
    for key, value in facts:
        said = method_words(case, lang) if value.en == line else value.in_(lang)
        gathered.setdefault(in_words(key, lang), []).append(_DIGEST.sub(r"\1…", said))
    return Bullets(tuple(key + clauses(dict.fromkeys(values), lang) for key, values in gathered.items()))


def method_words(case: Case, lang: Lang) -> str:
    """The default method, each step by its name, with the setting as the standard writes it."""
    parts = []
    for step in STEPS:
        setting = getattr(case.assessment.standard.method, step)
        if not setting or setting == {"kind": "none"}:
            continue
        kind = str(setting.get("kind", ""))
        found = method_class(step, kind)
        written = ", ".join(str(value) if key == "kind" else f"{key} {value}" for key, value in setting.items())
        title = STEP_TITLES[step].in_(lang)
        if lang == "zh":
            parts.append(f"{title}：{found.title.zh}（{written}）" if found else f"{title}：{written}")
        else:
            parts.append(f"{title}: {found.title.en} ({written})" if found else f"{title}: {written}")
    return clauses(parts, lang)
