"""Where a result comes from, in words: every file that leaves the product says it."""

from __future__ import annotations

import hashlib
import json

from evaluator.assessment import Assessment
from evaluator.methods import STEPS
from evaluator.standard import Leaf, Node
from indicators.text import Lang, Text


def provenance(assessment: Assessment, note: Text | None = None) -> list[tuple[Text, Text]]:
    """What a reader must know of a result: (what, value), in order."""
    standard = assessment.standard
    rows = [
        (Text(zh="标准", en="Standard"), _both(standard.name, f" · {standard.id} {standard.version}")),
        (Text(zh="状态", en="Status"), _status(standard.status)),
        (Text(zh="标准摘要", en="Digest of the standard"), Text.same(standard.digest)),
        (Text(zh="权重组", en="Weight set"), Text.same(weights_digest(assessment))),
        (Text(zh="方法", en="Method"), Text.same(method_line(assessment))),
        (Text(zh="时期", en="Periods"), Text.same(", ".join(assessment.periods))),
        (Text(zh="证据摘要", en="Digest of the evidence"), Text.same(assessment.evidence.digest)),
    ]
    if not assessment.scenario.empty:
        changes = json.dumps(assessment.scenario.model_dump(exclude_defaults=True, mode="json"), ensure_ascii=False)
        rows.append((Text(zh="情景改动", en="Changes of the scenario"), Text.same(changes)))
    rows += [
        (Text(zh="证据文件", en="File of evidence"), Text.same(f"{file.label}  sha256 {file.sha256}"))
        for file in assessment.evidence.files
    ]
    rows += [(Text(zh="数据来源", en="Source"), Text.same(source)) for source in sources(assessment)]
    if note is not None:
        rows.insert(0, (Text(zh="注意", en="Note"), note))
    return rows


def sources(assessment: Assessment) -> list[str]:
    """Publishers of the series in use."""
    table = assessment.run.store.table("SELECT DISTINCT source FROM publishers ORDER BY source")
    words = {part for text in table["source"].to_pylist() for part in (text or "").split("; ")}
    return sorted(word for word in words if word)


def weights_digest(assessment: Assessment) -> str:
    """Eight characters that stand for the weights as written."""
    weights = {
        (entry.id if isinstance(entry, Node) else entry.indicator): entry.weight
        for entry, _ in assessment.standard.entries()
        if isinstance(entry, (Node, Leaf))
    }
    plain = json.dumps(weights, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()[:8]


def method_line(assessment: Assessment) -> str:
    """The default method in one line."""
    parts = []
    for step in STEPS:
        setting = getattr(assessment.standard.method, step)
        if setting and setting != {"kind": "none"}:
            parts.append(f"{step}: " + ", ".join(f"{key} {value}" for key, value in setting.items()))
    return "; ".join(parts)


def in_words(text: Text, lang: Lang) -> str:
    """A label with its colon."""
    return text.in_(lang) + ("：" if lang == "zh" else ": ")


def _both(text: Text, tail: str) -> Text:
    return Text(zh=text.zh + tail, en=text.en + tail)


def _status(status: str) -> Text:
    return {
        "draft": Text(
            zh="工作草案，不是任何已发布标准的文本", en="working draft, not the text of any published standard"
        ),
        "in-force": Text(zh="施行中", en="in force"),
        "withdrawn": Text(zh="已撤销", en="withdrawn"),
    }[status]
