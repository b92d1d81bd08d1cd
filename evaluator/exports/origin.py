"""Where a result comes from, in words: every file that leaves the product says it."""

from __future__ import annotations

import hashlib
import json

import pyarrow as pa

from evaluator.assessment import MADE_UP, Assessment
from evaluator.methods import STEPS
from evaluator.standard import Leaf, Node
from indicators.text import Lang, Text


def provenance(assessment: Assessment, note: Text | None = None) -> list[tuple[Text, Text]]:
    """What a reader must know of a result: (what, value), in order.

    Args:
        assessment: What was scored.
        note: A mark that stands first, such as that the weights were changed for a trial.
    """
    standard = assessment.standard
    rows = [
        (Text(zh="标准", en="Standard"), _both(standard.name, f" · {standard.id} {standard.version}")),
        (Text(zh="状态", en="Status"), status(assessment)),
        (Text(zh="标准摘要", en="Digest of the standard"), Text.same(standard.digest)),
        (Text(zh="权重", en="Weights"), _weights(assessment, note)),
        (Text(zh="方法", en="Method"), Text.same(method_line(assessment))),
        *_intervals(assessment),
        (Text(zh="时期", en="Periods"), Text.same(", ".join(assessment.periods))),
        (Text(zh="证据摘要", en="Digest of the evidence"), Text.same(assessment.evidence.digest)),
    ]
    if not assessment.scenario.empty:
        plain = assessment.scenario.model_dump(exclude_defaults=True, mode="json")
        changes = json.dumps(plain, ensure_ascii=False, sort_keys=True)
        rows.append((Text(zh="情景改动", en="Changes of the scenario"), Text.same(changes)))
    rows += [
        (Text(zh="证据文件", en="File of evidence"), Text.same(f"{file.label}  sha256 {file.sha256}"))
        for file in assessment.evidence.files
    ]
    chinese = _in_chinese(assessment)
    rows += [
        (Text(zh="数据来源", en="Source"), Text(zh=chinese.get(source, source), en=source))
        for source in sources(assessment)
    ]
    if note is not None:
        rows.insert(0, (Text(zh="注意", en="Note"), note))
    if assessment.made_up:
        rows.insert(0, (Text(zh="数据", en="Data"), MADE_UP))
    return rows


def origin(assessment: Assessment, note: Text | None = None) -> dict[str, str]:
    """The same in short, under fixed keys, for the metadata of a file and for one cell."""
    standard = assessment.standard
    digests = {file.label: file.sha256 for file in assessment.evidence.files}
    found = {
        "standard": f"{standard.id} {standard.version} sha256:{standard.digest}",
        "status": standard.status,
        "weights": f"{'changed' if weights_changed(assessment) else 'given'} {weights_digest(assessment)}",
        "method": method_line(assessment),
        "evidence": ", ".join(f"{name} sha256:{digests[name]}" for name in digests) or assessment.evidence.digest,
    }
    if assessment.intervals is not None:
        found["intervals"] = assessment.intervals.short
    if assessment.made_up:
        found = {"made_up": f"{MADE_UP.zh} / {MADE_UP.en}", **found}
    if note is not None:
        found = {"note": f"{note.zh} / {note.en}", **found, "weights": f"trial {weights_digest(assessment)}"}
    return found


def _intervals(assessment: Assessment) -> list[tuple[Text, Text]]:
    """How the intervals of places were drawn, where the ranking has them."""
    drawn = assessment.intervals
    return [(Text(zh="名次区间", en="Intervals of places"), drawn.text)] if drawn is not None else []


def with_mark(table: pa.Table, assessment: Assessment) -> pa.Table:
    """A table of made-up evidence says so in a last column, `made_up`, in both languages; any other stays as it is."""
    if not assessment.made_up:
        return table
    mark = f"{MADE_UP.zh} / {MADE_UP.en}"
    return table.append_column("made_up", pa.array([mark] * table.num_rows, pa.string()))


def with_origin(table: pa.Table, assessment: Assessment, note: Text | None = None) -> pa.Table:
    """A table with one more column, `origin`: a single table that travels alone still says where it comes from."""
    line = "; ".join(f"{key}: {value}" for key, value in origin(assessment, note).items())
    return table.append_column("origin", pa.array([line] * table.num_rows, pa.string()))


def sources(assessment: Assessment) -> list[str]:
    """Publishers of the series in use."""
    table = assessment.run.store.table("SELECT DISTINCT source FROM publishers ORDER BY source")
    words = {part for text in table["source"].to_pylist() for part in (text or "").split("; ")}
    return sorted(word for word in words if word)


def _in_chinese(assessment: Assessment) -> dict[str, str]:
    """Publishers in Chinese, where the evidence names them (`publisher_zh` in `series`)."""
    table = assessment.evidence.tables.get("series")
    if table is None or not {"publisher", "publisher_zh"} <= set(table.column_names):
        return {}
    rows = table.select(["publisher", "publisher_zh"]).to_pylist()
    return {row["publisher"]: row["publisher_zh"] for row in rows if row["publisher"] and row["publisher_zh"]}


def status(assessment: Assessment) -> Text:
    """Whether the standard is a draft, in force or withdrawn, as a sentence."""
    return {
        "draft": Text(
            zh="工作草案，不是任何已发布标准的文本", en="Working draft, not the text of any published standard"
        ),
        "in-force": Text(zh="施行中", en="In force"),
        "withdrawn": Text(zh="已撤销", en="Withdrawn"),
    }[assessment.standard.status]


def weights_changed(assessment: Assessment) -> bool:
    """Whether the scenario of the run changes weights."""
    scenario = assessment.scenario
    return bool(scenario.weights) or any(key.partition(".")[0] == "weights" for key in scenario.set)


def weights_digest(assessment: Assessment) -> str:
    """Eight characters that stand for the weights as written and for how they are set."""
    weights = {
        (entry.id if isinstance(entry, Node) else entry.indicator): entry.weight
        for entry, _ in assessment.standard.entries()
        if isinstance(entry, (Node, Leaf))
    }
    plain = json.dumps([weights, assessment.standard.method.weights], sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()[:8]


def method_line(assessment: Assessment) -> str:
    """The default method in one line."""
    parts = []
    for step in STEPS:
        setting = getattr(assessment.standard.method, step)
        if setting and setting != {"kind": "none"}:
            words = [str(value) if key == "kind" else f"{key} {value}" for key, value in setting.items()]
            parts.append(f"{step}: " + ", ".join(words))
    return "; ".join(parts)


def in_words(text: Text, lang: Lang) -> str:
    """A label with its colon."""
    return text.in_(lang) + ("：" if lang == "zh" else ": ")


def _weights(assessment: Assessment, note: Text | None) -> Text:
    if note is not None:
        said = Text(zh="试算所用（见“注意”）", en="as tried (see the note)")
    elif weights_changed(assessment):
        said = Text(zh="经情景改动", en="changed by the scenario")
    else:
        said = Text(zh="按标准给定", en="as the standard gives them")
    return _both(said, f" · {weights_digest(assessment)}")


def _both(text: Text, tail: str) -> Text:
    return Text(zh=text.zh + tail, en=text.en + tail)
