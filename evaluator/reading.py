"""Reading a standard: a file, a folder or a bundled id becomes records, or all its faults at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from evaluator.bundled import bundled_standard, standard_ids
from evaluator.checking import check_standard
from evaluator.extending import extend
from evaluator.standard import Standard
from indicators.catalogue import Catalogue, read_catalogue
from indicators.faults import Fault, Faults, fault
from indicators.records import near, read_record
from indicators.yamls import Document, Plain, scan_yaml


@dataclass
class StandardReading:
    """What came of reading a standard.

    Attributes:
        standard: The standard with every indicator it uses, or None if there are faults.
        faults: Everything that is wrong.
        notes: What its author should know, though nothing is wrong.
        origins: Indicator id → who brought it.
        examples: Indicator id → file and line of the worked examples that the standard's own file gives it.
    """

    standard: Standard | None
    faults: list[Fault]
    notes: list[Fault] = field(default_factory=list)
    origins: dict[str, str] = field(default_factory=dict)
    examples: dict[str, tuple[str, int | None]] = field(default_factory=dict)


def read_standard(source: str | Path, *, indicators: Sequence[Path] = ()) -> Standard:
    """Read a standard.

    Args:
        source: A YAML file, a folder with `standard.yaml`, or the id of a bundled standard.
        indicators: Folders with more indicators (`.yaml`, `.py`).

    Raises:
        Faults: Everything that is wrong with it.
    """
    reading = try_standard(source, indicators=indicators)
    if reading.standard is None:
        raise Faults(reading.faults)
    return reading.standard


def try_standard(source: str | Path, *, indicators: Sequence[Path] = ()) -> StandardReading:
    """Like `read_standard`, but gives faults and notes back instead of raising."""
    try:
        document = _load(source, ())
    except Faults as error:
        return StandardReading(None, list(error.faults))
    if not isinstance(document.value, dict):
        return StandardReading(
            None,
            [
                *document.faults,
                fault(
                    "标准应为键值表",
                    "a standard must be a mapping",
                    todo_zh="以 id: 开头",
                    todo_en="begin with id:",
                    file=document.file,
                    line=1,
                ),
            ],
        )
    try:
        catalogue = _catalogue(document, indicators)
    except Faults as error:
        return StandardReading(None, [*document.faults, *error.faults])
    faults: list[Fault] = [*document.faults, *catalogue.faults]
    notes: list[Fault] = []
    own = check_standard(document, catalogue, faults, notes)
    standard = read_record(Standard, document.value, document, (), faults)
    origins = {name: catalogue.entries[name].origin for name in _leaves(document.value) if name in catalogue.entries}
    origins.update(dict.fromkeys(own, document.file))
    if standard is None or faults:
        return StandardReading(None, _in_order(faults), notes, origins)
    used = _leaves(document.value)
    records = standard.by_id
    resolved = tuple(records[name] if name in records else catalogue.entries[name].indicator for name in used)
    places = {one.id: document.place(("indicators", i, "examples")) for i, one in enumerate(standard.indicators)}
    return StandardReading(standard.model_copy(update={"indicators": resolved}), [], notes, origins, places)


def _load(source: str | Path, above: tuple[str, ...]) -> Document:
    path = Path(source)
    label = str(source)
    if not path.exists():
        bundled = bundled_standard(str(source))
        if bundled is None:
            todo = near(str(source), standard_ids())
            raise Faults(
                [
                    fault(
                        f"找不到标准“{source}”",
                        f"there is no standard '{source}'",
                        todo_zh=f"请给出文件、文件夹或内置标准的编号；{todo[0]}",
                        todo_en=f"give a file, a folder or the id of a bundled one; {todo[1]}",
                    )
                ]
            )
        path, label = bundled, f"{source}.yaml"
    document = _folder(path) if path.is_dir() else scan_yaml(path, label)
    base = document.value.get("extends") if isinstance(document.value, dict) else None
    if base is None:
        return document
    return _extended(document, base, path, above)


def _extended(document: Document, base: Plain, path: Path, above: tuple[str, ...]) -> Document:
    file, line = document.place(("extends",))
    if not isinstance(base, str):
        raise Faults([fault("extends 应为标准的编号或路径", "extends must be an id or a path", file=file, line=line)])
    beside = path.parent / base
    source = beside if beside.exists() else Path(base)
    if str(source) in above or len(above) > 20:
        chain = " → ".join([*above, str(source)])
        raise Faults([fault(f"extends 循环：{chain}", f"extends goes in a circle: {chain}", file=file, line=line)])
    try:
        below = _load(source, (*above, str(source)))
    except Faults as error:
        # What has no place of its own, such as a standard that is not there, stands where it is named.
        named = (replace(one, file=one.file or file, line=one.line or line) for one in error.faults)
        raise Faults([*document.faults, *named]) from None
    return extend(below, document)


def _folder(folder: Path) -> Document:
    """`standard.yaml` with the `indicators:` lists of the other files in the folder added to its own."""
    main = folder / "standard.yaml"
    if not main.exists():
        raise Faults(
            [
                fault(
                    "文件夹中没有 standard.yaml",
                    "the folder has no standard.yaml",
                    file=str(folder),
                )
            ]
        )
    document = scan_yaml(main)
    if not isinstance(document.value, dict):
        return document
    value, places = dict(document.value), dict(document.places)
    first = value.get("indicators")
    listed: list[Plain] = list(first) if isinstance(first, list) else []
    faults, broken = list(document.faults), False
    for path in sorted([*folder.rglob("*.yaml"), *folder.rglob("*.yml")]):
        if path == main:
            continue
        try:
            more = scan_yaml(path)
        except Faults as error:
            faults.extend(error.faults)
            broken = True
            continue
        faults.extend(more.faults)
        found = more.value.get("indicators") if isinstance(more.value, dict) else None
        if not isinstance(more.value, dict) or set(more.value) != {"indicators"} or not isinstance(found, list):
            broken = broken or not isinstance(found, list)
            faults.append(
                fault(
                    "此文件应只含一个 indicators 列表",
                    "this file must hold one list 'indicators' and nothing else",
                    file=str(path),
                    line=1,
                )
            )
        if not isinstance(found, list):
            continue
        for where, place in more.places.items():
            if where[:1] == ("indicators",) and len(where) > 1 and isinstance(where[1], int):
                places[("indicators", where[1] + len(listed), *where[2:])] = place
        listed.extend(found)
    if broken:  # what cannot be read would be missed elsewhere: faults that are none
        raise Faults(faults)
    if listed:
        value["indicators"] = listed
    return Document(value, document.file, places, tuple(faults))


def _catalogue(document: Document, folders: Sequence[Path]) -> Catalogue:
    """Other people's indicators; the library is opened only when the standard's own file does not suffice."""
    value = document.value if isinstance(document.value, dict) else {}
    listed = value.get("indicators")
    own = {item.get("id") for item in listed if isinstance(item, dict)} if isinstance(listed, list) else set()
    return read_catalogue(folders, library=any(name not in own for name in _leaves(value)))


def _leaves(value: Plain) -> list[str]:
    found: list[str] = []
    entries = value.get("tree") if isinstance(value, dict) else None
    stack = list(entries) if isinstance(entries, list) else []
    while stack:
        entry = stack.pop(0)
        if isinstance(entry, dict):
            children = entry.get("children")
            if isinstance(entry.get("indicator"), str):
                found.append(str(entry["indicator"]))
            elif isinstance(children, list):
                stack = [*children, *stack]
    return found


def _in_order(faults: list[Fault]) -> list[Fault]:
    return sorted(dict.fromkeys(faults), key=lambda one: (one.file, one.line or 0))
