"""Indicators from everywhere in one registry: the library, a folder, entry points."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from importlib import metadata
from importlib.abc import Loader
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import cast

from indicators.beside import figures
from indicators.faults import Fault, Faults, fault
from indicators.indicator import Indicator
from indicators.measures import Measure, measure_kind, measure_kinds
from indicators.records import near, read_record
from indicators.text import Text
from indicators.yamls import Document, Where, scan_yaml

LIBRARY = Path(__file__).parent / "library"


@dataclass(frozen=True)
class Entry:
    """An indicator and who brought it.

    Attributes:
        indicator: The record.
        origin: `library`, a file, or an entry point, in words a person can follow up.
        file: File in which it stands ("" for indicators from Python).
        line: Line in that file.
    """

    indicator: Indicator
    origin: str
    file: str = ""
    line: int | None = None


@dataclass
class Catalogue:
    """Id → entry. Two indicators with one id are a fault that names both origins."""

    entries: dict[str, Entry] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def add(self, entry: Entry) -> None:
        """Add one; a second one with the same id is a fault, unless it comes from the very same place."""
        known = self.entries.setdefault(entry.indicator.id, entry)
        if known is not entry and (known.origin, known.line) != (entry.origin, entry.line):
            name = entry.indicator.id
            self.faults.append(
                fault(
                    f"指标“{name}”有两个来源：{_origin(known)} 与 {_origin(entry)}",
                    f"indicator '{name}' has two origins: {_origin(known)} and {_origin(entry)}",
                    todo_zh="请改名或删去其一",
                    todo_en="rename or remove one",
                    file=entry.file,
                    line=entry.line,
                )
            )

    def get(self, name: str) -> Entry | None:
        """The entry with an id, or None."""
        return self.entries.get(name)


def read_indicators(document: Document, where: Where, faults: list[Fault]) -> list[tuple[int, Indicator]]:
    """Check the list of indicators that stands in a document at `where`.

    Returns:
        Position in the list and record, for those without faults.
    """
    value: object = document.value
    for part in where:
        value = value.get(str(part)) if isinstance(value, dict) else None
    file, line = document.place(where)
    if not isinstance(value, list):
        if value is not None:
            faults.append(fault("indicators 应为列表", "indicators must be a list", file=file, line=line))
        return []
    found = []
    for position, item in enumerate(value):
        place = (*where, position)
        record = read_record(Indicator, item, document, place, faults)
        if record is not None:
            faults.extend(check_measure(record, document, place))
            found.append((position, record))
    return found


def measure_of(indicator: Indicator) -> Measure:
    """The checked measure of an indicator; raises Faults if its setting is wrong."""
    faults: list[Fault] = []
    found = _measure(indicator, Document(None, "", {}), (), faults)
    if found is None:
        raise Faults(faults)
    return found


def check_measure(indicator: Indicator, document: Document, where: Where) -> list[Fault]:
    """Everything that is wrong with the measure of an indicator and with the figures beside it."""
    faults = _measure_faults(indicator, document, where)
    names = [one.id for one in indicator.beside]
    for number, figure in enumerate(figures(indicator)):
        place = (*where, "beside", number)
        if names.index(names[number]) < number:
            file, line = document.place((*place, "id"))
            zh, en = (
                f"{indicator.id}：并列数据“{names[number]}”重复",
                f"{indicator.id}: 'beside' has '{names[number]}' twice",
            )
            faults.append(fault(zh, en, todo_zh="请改名", todo_en="rename one", file=file, line=line))
        faults += _measure_faults(figure, document, place)
        if figure.measure.get("kind") == "checklist":
            file, line = document.place(place)
            zh = f"{indicator.id}：核查清单只读本指标的回答，不能作并列数据"
            en = f"{indicator.id}: a checklist reads the answers of its own indicator and cannot stand beside one"
            faults.append(
                fault(zh, en, todo_zh="请写成单独的指标", todo_en="make it an indicator", file=file, line=line)
            )
    return faults


def _measure_faults(indicator: Indicator, document: Document, where: Where) -> list[Fault]:
    faults: list[Fault] = []
    found = _measure(indicator, document, where, faults)
    for name, sentence in found.faults() if found else []:
        file, line = document.place((*where, "measure", name))
        zh, en = f"{indicator.id}：{sentence.zh}", f"{indicator.id}: {sentence.en}"
        faults.append(Fault(Text(zh=zh, en=en), file=file, line=line))
    return faults


def read_catalogue(folders: Iterable[Path] = (), library: bool = True) -> Catalogue:
    """Gather indicators from the library, from folders the user names and from entry points."""
    catalogue = Catalogue()
    if library:
        for path in sorted(LIBRARY.glob("*.yaml")):
            _add_yaml(catalogue, path, f"library/{path.name}", "library")
    for entry_point in sorted(metadata.entry_points(group="indicators"), key=lambda one: one.name):
        origin = f"entry point {entry_point.name}"
        package = entry_point.dist.name if entry_point.dist else ""
        _load_python(catalogue, entry_point.load, f"{origin} ({package})" if package else origin)
    for folder in folders:
        _add_folder(catalogue, folder)
    return catalogue


def _add_folder(catalogue: Catalogue, folder: Path) -> None:
    if not folder.is_dir():
        raise Faults([fault("找不到指标文件夹", "no such folder of indicators", file=str(folder))])
    for path in sorted([*folder.glob("*.yaml"), *folder.glob("*.yml"), *folder.glob("*.py")]):
        if path.suffix != ".py":
            _add_yaml(catalogue, path, str(path), str(path))
            continue
        spec = importlib.util.spec_from_file_location(f"indicator_plugin_{path.stem}", path)
        if spec and spec.loader:
            _load_python(catalogue, partial(_executed, spec), str(path))


def _executed(spec: ModuleSpec) -> ModuleType:
    module = importlib.util.module_from_spec(spec)
    cast(Loader, spec.loader).exec_module(module)
    return module


def _load_python(catalogue: Catalogue, load: Callable[[], object], origin: str) -> None:
    """Indicators of a plug-in; one that cannot be loaded, or that would end the program, is a fault."""
    try:
        found = load()
    except (Exception, SystemExit) as error:
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        zh, en = f"插件无法载入（{reason}）", f"the plug-in cannot be loaded ({reason})"
        catalogue.faults.append(fault(zh, en, file=origin))
        return
    _add_python(catalogue, found, origin)


def _add_yaml(catalogue: Catalogue, path: Path, label: str, origin: str) -> None:
    try:
        document = scan_yaml(path, label)
    except Faults as error:
        catalogue.faults.extend(error.faults)
        return
    catalogue.faults.extend(document.faults)
    keys = set(document.value) if isinstance(document.value, dict) else set()
    if keys != {"indicators"}:
        catalogue.faults.append(
            fault(
                "此文件应只含一个 indicators 列表",
                "this file must hold one list 'indicators' and nothing else",
                file=label,
                line=1,
            )
        )
        return
    for position, indicator in read_indicators(document, ("indicators",), catalogue.faults):
        file, line = document.place(("indicators", position))
        catalogue.add(Entry(indicator, origin, file, line))


def _add_python(catalogue: Catalogue, found: ModuleType | object, origin: str) -> None:
    """Take `Indicator` records out of a module, a list, a function that gives a list, or one record."""
    if isinstance(found, Indicator):
        records = [found]
    elif isinstance(found, ModuleType):
        listed = getattr(found, "indicators", None)
        records = list(listed) if listed is not None else list(vars(found).values())
    else:
        made = found() if callable(found) else found
        records = list(made) if isinstance(made, Iterable) else []
    for record in records:
        if isinstance(record, Indicator):
            catalogue.faults.extend(check_measure(record, Document(None, origin, {}), ()))
            catalogue.add(Entry(record, origin))


def _measure(indicator: Indicator, document: Document, where: Where, faults: list[Fault]) -> Measure | None:
    place = (*where, "measure")
    kind = indicator.measure.get("kind")
    file, line = document.place(place)
    found = measure_kind(kind) if isinstance(kind, str) else None
    if found is None:
        todo = near(str(kind or ""), measure_kinds())
        faults.append(
            fault(
                f"{indicator.id}：没有度量方式“{kind}”",
                f"{indicator.id}: there is no kind of measure '{kind}'",
                todo_zh=todo[0],
                todo_en=todo[1],
                file=file,
                line=line,
            )
        )
        return None
    given = {key: value for key, value in indicator.measure.items() if key != "kind"}
    return read_record(found, given, document, place, faults)


def _origin(entry: Entry) -> str:
    if entry.file and entry.line:
        return f"{entry.file}:{entry.line}"
    return entry.origin
