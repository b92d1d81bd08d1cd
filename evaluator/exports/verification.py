"""A finished run recomputed from its manifest, and every difference named."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from evaluator.assessment import Assessment, evaluate
from evaluator.evidence import Evidence
from evaluator.exports import BESIDE, FORMATS, REFUSALS, TABLES, outputs
from evaluator.exports.differences import Difference, first_difference
from evaluator.exports.manifest import (
    NAME,
    Manifest,
    breaks,
    counted,
    digest,
    method,
    noted,
    read_manifest,
    software,
    unknown_keys,
    weights,
)
from evaluator.exports.writing import write_file
from evaluator.opening import open_evidence, place_of
from evaluator.reading import read_standard
from evaluator.scenario import Scenario
from evaluator.standard import Standard
from indicators.faults import Fault, Faults, fault
from indicators.text import Text

STANDARD = "standard.yaml"
_OWN = {"xlsx": "assessment.xlsx", "md": "ranking.md", "html": "ranking.html"}

Found = TypeVar("Found")


def verify_run(folder: Path, evidence: str | Path | None = None) -> list[Fault]:
    """Recompute a run and compare it with its manifest and with the files in its folder.

    Args:
        folder: The run's folder.
        evidence: What it was made from, a path or a bundled id; by default what the manifest names.

    Returns:
        One fault a difference; none if the run is what its manifest says.

    Raises:
        Faults: The folder holds no manifest.
    """
    said = read_manifest(folder)
    if said.robustness is not None:
        return _robust(folder, said)
    faults: list[Fault] = []
    found = _try(lambda: _evidence(folder, said, evidence), faults)
    if found is not None:
        faults += _evidence_differences(folder, said, found)
    states = {name: _state(folder, name, wanted) for name, wanted in sorted(said.outputs.items())}
    standard = _standard(folder, said, states, faults)
    made = None
    if standard is not None and found is not None:
        made = _try(lambda: _again(said, standard, found), faults)
    if made is None:
        # Nothing to compare with: the digests in the manifest must do.
        return faults + [_damage(folder, name, state) for name, state in states.items() if state]
    return faults + _said(folder, said, made) + _files(folder, said, made, states)


def unchecked(folder: Path) -> list[Text]:
    """What a manifest says that nothing can be recomputed from: names, versions of then, keys that no run writes."""
    said = read_manifest(folder)
    now = software()
    other = [f"{key} {then} → {now.get(key, '—')}" for key, then in said.software.items() if now.get(key) != then]
    found = [
        Text(
            zh="证据的位置（evidence.source）和软件版本（software）只是当时的记录，无法重新计算",
            en="where the evidence lay (evidence.source) and software versions are a record that nothing can recompute",
        )
    ]
    if other:
        found.append(Text(zh=f"软件版本与现在不同：{'，'.join(other)}", en=f"software differs now: {', '.join(other)}"))
    keys = unknown_keys(folder)
    if keys:
        shown = ", ".join(keys)
        found.append(
            Text(
                zh=f"未核对清单中的 {shown}：评分不写这些内容", en=f"not checked: {shown}, which scoring does not write"
            )
        )
    return found


def _robust(folder: Path, said: Manifest) -> list[Fault]:
    """The files of a robustness run against their digests; its draws are not made again here."""
    found = [
        _damage(folder, name, state) for name, wanted in said.outputs.items() if (state := _state(folder, name, wanted))
    ]
    once_more = fault(
        "是稳健性分析的结果，verify 只能重新计算评分，此处仅核对了文件摘要",
        "comes from evaluator robustness: verify recomputes scores only, and has compared digests of files here",
        todo_zh="请用清单中的 seed 与 robustness 参数重新运行后比对",
        todo_en="run it again with the seed and the settings in the manifest and compare",
        file=str(folder / NAME),
    )
    return [*found, once_more]


def _evidence(folder: Path, said: Manifest, given: str | Path | None) -> Evidence:
    source = str(given) if given is not None else said.evidence.source
    if source and place_of(source) is not None:
        return open_evidence(source)
    raise Faults(
        [
            fault(
                f"找不到这次运行所用的证据“{source}”" if source else "清单没有写明证据的位置",
                f"the evidence of this run, '{source}', is not found"
                if source
                else "the manifest does not name the evidence",
                todo_zh="请用 --evidence 指明",
                todo_en="name it with --evidence",
                file=str(folder / NAME),
            )
        ]
    )


def _evidence_differences(folder: Path, said: Manifest, evidence: Evidence) -> list[Fault]:
    then = {(one.table, one.file): one.sha256 for one in said.evidence.files}
    now = {(one.table, one.label): one.sha256 for one in evidence.files}
    changed = Text(zh="这份证据文件已改动", en="this file of evidence has changed")
    gone = Text(zh="这份证据文件不见了", en="this file of evidence is gone")
    added = Text(zh="这份证据文件是后加的", en="this file of evidence was not there when the run was made")
    faults = {}
    for key in sorted({*then, *now}):
        if then.get(key) != now.get(key):
            what = changed if key in then and key in now else gone if key in then else added
            faults[key[1], what.en] = Fault(what, file=key[1])
    if faults:
        return list(faults.values())
    rows = {(one.table, one.label): counted(one) for one in evidence.files}
    return [
        _in_manifest(folder, "evidence", f"中 {one.file} 的行数不对", f"miscounts the rows of {one.file}")
        for one in said.evidence.files
        if one.rows not in (None, rows[one.table, one.file])
    ]


def _state(folder: Path, name: str, wanted: str) -> str:
    """Nothing if a file is as the manifest says; else what is wrong with it: name, gone or changed."""
    if Path(name).name != name or "\\" in name:
        return "name"
    try:
        return "" if digest((folder / name).read_bytes()) == wanted else "changed"
    except OSError:
        return "gone"


def _standard(folder: Path, said: Manifest, states: dict[str, str], faults: list[Fault]) -> Standard | None:
    """The standard of the run; None if the one in the folder is not the one that was used."""
    if states.get(STANDARD, "changed"):
        if STANDARD not in states:
            faults.append(_in_manifest(folder, "outputs", f"未列出 {STANDARD}", f"does not list {STANDARD}"))
        return None
    standard = _try(lambda: read_standard(folder / STANDARD), faults)
    named = said.standard
    if standard is None:
        return None
    said_of_it = (named.id, named.version, named.digest, named.status or standard.status)
    if said_of_it != (standard.id, standard.version, standard.digest, standard.status):
        zh, en = f"写的不是 {STANDARD} 中的标准", f"does not name the standard in {STANDARD}"
        faults.append(_in_manifest(folder, "standard", zh, en))
    return standard


def _again(said: Manifest, standard: Standard, evidence: Evidence) -> Assessment:
    """The run once more; of its scenario only the figures are laid over, for the standard in the folder is resolved."""
    figures = Scenario(values=said.scenario.values)
    made = evaluate(standard, evidence, period=said.period, scenario=figures, lang=said.language)
    made = replace(made, scenario=said.scenario)
    drawn = said.intervals
    return made.with_intervals(drawn.draws, said.seed or 0, drawn.weights) if drawn is not None else made


def _said(folder: Path, said: Manifest, made: Assessment) -> list[Fault]:
    faults = []
    if said.method != method(made):
        faults.append(_in_manifest(folder, "method", "与标准中的方法不同", "is not the method of the standard"))
    if {**weights(made), **said.weights} != weights(made):
        faults.append(_in_manifest(folder, "weights", "不是这次运行的权重", "are not the weights of the run"))
    same = {(one.table, one.file, one.sha256) for one in said.evidence.files} == {
        (one.table, one.label, one.sha256) for one in made.evidence.files
    }
    if same and said.evidence.digest != made.evidence.digest:  # else the files are told
        zh, en = "的摘要不是这份证据的", "has a digest that is not that of the evidence"
        faults.append(_in_manifest(folder, "evidence", zh, en))
    if said.seed is None and said.intervals is not None:
        zh, en = "没有种子，名次区间无从复算", "is missing: intervals of places cannot be drawn again"
        faults.append(_in_manifest(folder, "seed", zh, en))
    if said.seed is not None and said.intervals is None:
        zh, en = "写有种子，而评分不用随机数", "has a value, but scoring draws nothing at random"
        faults.append(_in_manifest(folder, "seed", zh, en))
    if list(said.breaks) != breaks(made):
        faults.append(_in_manifest(folder, "breaks", "不是这次运行的断点", "are not the breaks of the run"))
    if not _applied(said, made.standard):
        zh, en = f"与 {STANDARD} 不符", f"is not what {STANDARD} holds"
        faults.append(_in_manifest(folder, "scenario", zh, en))
    for word in said.formats:
        if word not in FORMATS:
            faults.append(_in_manifest(folder, "formats", f"中没有格式“{word}”", f"names '{word}', which is no format"))
    return faults + _notes(folder, said, made)


def _applied(said: Manifest, standard: Standard) -> bool:
    """Whether the standard holds the changes of the scenario: made once more, they change nothing."""
    scenario = said.scenario
    try:
        again = standard.with_method(scenario.set) if scenario.set else standard
        again = again.with_weights(scenario.weights) if scenario.weights else again
    except Faults:
        return False
    return again.digest == standard.digest


def _notes(folder: Path, said: Manifest, made: Assessment) -> list[Fault]:
    if said.notes is None:
        return []
    faults = []
    notes = noted(made, said.language)
    for note in notes:
        if note not in said.notes:
            faults.append(_in_manifest(folder, "notes", f"缺少“{note}”", f"lack '{note}'"))
    for note in said.notes:
        if note not in notes:
            zh, en = f"多出这次运行没有的“{note}”", f"hold '{note}', which the run does not say"
            faults.append(_in_manifest(folder, "notes", zh, en))
    return faults


def _files(folder: Path, said: Manifest, made: Assessment, states: dict[str, str]) -> list[Fault]:
    """Compare every file that the manifest lists, and what else lies there under the name of an output."""
    known = {form: {*_names(form)} for form in FORMATS}
    lying = {name for name in {*set().union(*known.values()), REFUSALS} - {*states} if (folder / name).is_file()}
    again = outputs(made, [*said.formats, *(form for form in FORMATS if known[form] & lying)], said.language)
    wanted = {STANDARD, REFUSALS, *(name for form in said.formats for name in known.get(form, ()))}
    expected = wanted & {*again}
    missing = expected - {*states}
    faults = [_in_manifest(folder, "outputs", f"未列出 {name}", f"does not list {name}") for name in sorted(missing)]
    with tempfile.TemporaryDirectory() as other:
        for name in sorted({*states} | (lying - missing)):
            content = again.get(name)
            if content is not None:
                write_file(Path(other) / name, content)
            found = _compare(folder, name, said, states, content, Path(other))
            if found is not None:
                faults.append(found)
    return faults


def _names(form: str) -> tuple[str, ...]:
    return (_OWN[form],) if form in _OWN else tuple(f"{name}.{form}" for name in (*TABLES, BESIDE))


def _compare(
    folder: Path, name: str, said: Manifest, states: dict[str, str], content: bytes | None, other: Path
) -> Fault | None:
    """What is wrong with one file, if anything."""
    if name not in states:
        return _unlisted(folder, name, content)
    if states[name] in ("name", "gone"):
        return _damage(folder, name, states[name])
    if content is None:
        zh, en = f"列出了这次运行不会写出的 {name}", f"lists {name}, which this run does not write"
        return _in_manifest(folder, "outputs", zh, en)
    same = digest(content) == said.outputs[name]
    if same and not states[name]:
        return None
    if not same and states[name] and digest((folder / name).read_bytes()) == digest(content):
        zh, en = f"{name} 的摘要不对，文件本身无误", f"has a wrong digest of {name}; the file itself is right"
        return _in_manifest(folder, "outputs", zh, en)
    place = first_difference(folder / name, other / name)
    return _damage(folder, name, "changed", place) if same else _recomputed(folder, name, place, said)


def _unlisted(folder: Path, name: str, content: bytes | None) -> Fault | None:
    """A file that the run did not write; in a further format of the same result it may lie there."""
    path = folder / name
    if content is not None and path.read_bytes() == content:
        return None
    return fault(
        "不属于这次运行，是以前留下的",
        "does not belong to this run: it was left by another",
        todo_zh="请删除，或换一个目录重新写出",
        todo_en="delete it, or write the run into another folder",
        file=str(path),
    )


def _damage(folder: Path, name: str, state: str, place: Difference | None = None) -> Fault:
    if state == "name":
        return _in_manifest(folder, "outputs", f"文件名“{name}”不合规", f"the file name '{name}' is not allowed")
    if state == "gone":
        return fault(
            "结果文件不见了，或无法读取", "this file of the run is gone or cannot be read", file=str(folder / name)
        )
    return _placed(folder / name, "写出后被改动过", "was changed after it was written", place, ("", ""))


def _recomputed(folder: Path, name: str, place: Difference | None, said: Manifest) -> Fault:
    now = software()
    other = [f"{key} {then} → {now[key]}" for key, then in said.software.items() if now.get(key, then) != then]
    todo = ("请核对标准、证据与软件版本", "compare standard, evidence and software versions")
    if other:
        todo = (f"软件版本不同：{'，'.join(other)}", f"software versions differ: {', '.join(other)}")
    return _placed(folder / name, "重新计算的结果不同", "comes out differently when recomputed", place, todo)


def _placed(path: Path, zh: str, en: str, place: Difference | None, todo: tuple[str, str]) -> Fault:
    if place is None:
        return fault(zh, en, todo_zh=todo[0], todo_en=todo[1], file=str(path))
    return fault(
        f"{zh}：文件中为“{place.old}”，重新计算为“{place.new}”",
        f"{en}: it holds '{place.old}', recomputed it is '{place.new}'",
        todo_zh=todo[0],
        todo_en=todo[1],
        file=str(path),
        line=place.line,
        column=place.column,
        sheet=place.sheet,
    )


def _in_manifest(folder: Path, part: str, zh: str, en: str) -> Fault:
    return fault(f"清单的 {part} {zh}", f"'{part}' of the manifest {en}", file=str(folder / NAME))


def _try(read: Callable[[], Found], faults: list[Fault]) -> Found | None:
    try:
        return read()
    except Faults as error:
        faults.extend(error.faults)
        return None
