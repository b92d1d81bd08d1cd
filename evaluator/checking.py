"""What must hold of a standard beyond the types of its keys: ids, uses, formulas and methods."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from pydantic import ValidationError

from evaluator.methods import Aspect, Normalisation, merge
from evaluator.methods.registry import try_method
from evaluator.standard import ROOT, STEP_KEYS, Methods, expand_step
from indicators.catalogue import Catalogue, check_measure
from indicators.faults import Fault, fault
from indicators.indicator import Beside, Indicator
from indicators.records import Setting, near
from indicators.text import Text
from indicators.yamls import Document, Plain, Where

DEFAULTS = Methods()
LEAF_STEPS = ("imputation", "treatment", "normalisation")


@dataclass(frozen=True)
class _Spot:
    """An entry of the tree as written, where it stands and what stands above it."""

    value: dict[str, Plain]
    where: Where
    above: tuple[dict[str, Plain], ...]

    @property
    def leaf(self) -> bool:
        return "indicator" in self.value

    @property
    def name(self) -> str:
        return str(self.value.get("indicator" if self.leaf else "id", ""))


def check_standard(
    document: Document, catalogue: Catalogue, faults: list[Fault], notes: list[Fault]
) -> tuple[str, ...]:
    """Check ids, uses and methods on the plain data, so that faults of type elsewhere hide none of them.

    Returns:
        Ids of the indicators in the standard's own file.
    """
    value = document.value if isinstance(document.value, dict) else {}
    spots = list(_spots(value.get("tree"), ("tree",), ()))
    own = _own_indicators(document, catalogue, faults, notes)
    _check_ids(document, spots, own, faults)
    _check_uses(document, spots, own, catalogue, faults)
    _check_weights(document, value.get("tree"), ("tree",), faults)
    _check_methods(document, spots, own, catalogue, faults)
    return tuple(own)


def _spots(entries: Plain, where: Where, above: tuple[dict[str, Plain], ...]) -> Iterator[_Spot]:
    for position, entry in enumerate(entries if isinstance(entries, list) else []):
        if isinstance(entry, dict):
            place = (*where, position)
            yield _Spot(entry, place, above)
            yield from _spots(entry.get("children"), (*place, "children"), (*above, entry))


def _own_indicators(
    document: Document, catalogue: Catalogue, faults: list[Fault], notes: list[Fault]
) -> dict[str, tuple[dict[str, Plain], Where]]:
    value = document.value if isinstance(document.value, dict) else {}
    listed = value.get("indicators")
    own: dict[str, tuple[dict[str, Plain], Where]] = {}
    for position, item in enumerate(listed if isinstance(listed, list) else []):
        if not isinstance(item, dict) or not isinstance(item.get("id"), str):
            continue
        name, where = str(item["id"]), ("indicators", position)
        file, line = document.place((*where, "id"))
        if name in own:
            first = document.place((*own[name][1], "id"))[1]
            faults.append(
                fault(
                    f"指标编号“{name}”重复（另见第 {first} 行）",
                    f"the indicator id '{name}' is repeated (see line {first})",
                    todo_zh="请改名或删去其一",
                    todo_en="rename or remove one",
                    file=file,
                    line=line,
                )
            )
            continue
        own[name] = (item, where)
        other = catalogue.get(name)
        if other is not None:
            said = notes if other.origin == "library" else faults
            said.append(
                fault(
                    f"指标“{name}”有两个来源：{file}:{line} 与 {other.file or other.origin}",
                    f"indicator '{name}' has two origins: {file}:{line} and {other.file or other.origin}",
                    todo_zh="已采用标准自身的定义" if said is notes else "请改名或删去其一",
                    todo_en="the standard's own is used" if said is notes else "rename or remove one",
                    file=file,
                    line=line,
                )
            )
        setting = item.get("measure")
        if isinstance(setting, (dict, str)):
            plain = {"kind": setting} if isinstance(setting, str) else setting
            probe = Indicator.model_construct(id=name, measure=plain, direction="higher", beside=_beside(item))
            faults.extend(check_measure(probe, document, where))
    return own


def _beside(item: dict[str, Plain]) -> tuple[Beside, ...]:
    """The figures beside an indicator, if each of them can be read; otherwise reading its record says why not."""
    listed = item.get("beside")
    try:
        return tuple(Beside.model_validate(one) for one in listed) if isinstance(listed, list) else ()
    except ValidationError:
        return ()


def _check_ids(
    document: Document, spots: list[_Spot], own: dict[str, tuple[dict[str, Plain], Where]], faults: list[Fault]
) -> None:
    seen: dict[str, int | None] = {}
    for spot in spots:
        name = spot.name
        if not name:
            continue
        file, line = document.place((*spot.where, "indicator" if spot.leaf else "id"))
        if name == ROOT:
            faults.append(
                fault(
                    f"“{ROOT}”是根节点的保留编号",
                    f"'{ROOT}' is reserved for the root",
                    todo_zh="请改用其他编号",
                    todo_en="choose another id",
                    file=file,
                    line=line,
                )
            )
        elif name in seen or (not spot.leaf and name in own):
            first = seen.get(name) or document.place((*own[name][1], "id"))[1]
            kind = ("指标", "indicator") if spot.leaf else ("节点编号", "node id")
            faults.append(
                fault(
                    f"{kind[0]}“{name}”在树中重复（另见第 {first} 行）",
                    f"the {kind[1]} '{name}' is repeated in the tree (see line {first})",
                    todo_zh="每个编号只能出现一次",
                    todo_en="each id may stand once",
                    file=file,
                    line=line,
                )
            )
        seen.setdefault(name, line)
    if ROOT in own:
        file, line = document.place((*own[ROOT][1], "id"))
        faults.append(fault(f"“{ROOT}”是根节点的保留编号", f"'{ROOT}' is reserved for the root", file=file, line=line))


def _check_uses(
    document: Document,
    spots: list[_Spot],
    own: dict[str, tuple[dict[str, Plain], Where]],
    catalogue: Catalogue,
    faults: list[Fault],
) -> None:
    used = {spot.name for spot in spots if spot.leaf}
    for spot in spots:
        if spot.leaf and spot.name and spot.name not in own and catalogue.get(spot.name) is None:
            file, line = document.place((*spot.where, "indicator"))
            todo = near(spot.name, sorted({*own, *catalogue.entries}))
            faults.append(
                fault(
                    f"没有指标“{spot.name}”",
                    f"there is no indicator '{spot.name}'",
                    todo_zh=todo[0],
                    todo_en=todo[1],
                    file=file,
                    line=line,
                )
            )
    for name, (_, where) in own.items():
        if name not in used:
            file, line = document.place((*where, "id"))
            faults.append(
                fault(
                    f"指标“{name}”未被树使用",
                    f"the tree does not use the indicator '{name}'",
                    todo_zh="请放入 tree，或删去",
                    todo_en="put it into the tree, or remove it",
                    file=file,
                    line=line,
                )
            )


def _check_weights(document: Document, entries: Plain, where: Where, faults: list[Fault]) -> None:
    """Siblings whose weights are all zero can give no score."""
    listed = [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
    weights = [entry.get("weight", 1) for entry in listed]
    if listed and all(isinstance(weight, (int, float)) and weight == 0 for weight in weights):
        file, line = document.place((*where, 0, "weight"))
        faults.append(
            fault(
                "同级权重全部为 0",
                "the weights of these siblings are all zero",
                todo_zh="请至少给一项正的权重",
                todo_en="give at least one a weight above zero",
                file=file,
                line=line,
            )
        )
    for position, entry in enumerate(entries if isinstance(entries, list) else []):
        if isinstance(entry, dict) and "children" in entry:
            _check_weights(document, entry["children"], (*where, position, "children"), faults)


def _check_methods(
    document: Document,
    spots: list[_Spot],
    own: dict[str, tuple[dict[str, Plain], Where]],
    catalogue: Catalogue,
    faults: list[Fault],
) -> None:
    value = document.value if isinstance(document.value, dict) else {}
    written = value.get("method")
    default: dict[str, Setting] = {}
    said: set[Text] = set()
    for step in Methods.model_fields:
        setting = expand_step(step, written.get(step)) if isinstance(written, dict) else None
        base: Setting = getattr(DEFAULTS, step)
        default[step] = merge(step, base, setting) if isinstance(setting, dict) else base
        if isinstance(setting, dict):
            wrong = try_method(step, default[step], document, ("method", step))[1]
            said.update(one.what for one in wrong)
            faults.extend(wrong)
    for spot in spots:
        indicator = own.get(spot.name) if spot.leaf else None
        for step in STEP_KEYS:
            setting = _over(default[step], step, spot, indicator)
            touched = step in spot.value or (indicator is not None and step in indicator[0])
            if touched and not (spot.leaf and step not in LEAF_STEPS):
                where = (*spot.where, step) if step in spot.value or indicator is None else (*indicator[1], step)
                wrong = try_method(step, setting, document, where)[1]
                faults.extend(one for one in wrong if one.what not in said)
            if step == "normalisation" and spot.leaf:
                _check_fit(document, spot, setting, _aspect(spot.name, indicator, catalogue), faults)


def _over(base: Setting, step: str, spot: _Spot, indicator: tuple[dict[str, Plain], Where] | None) -> Setting:
    """A step's setting at a spot: the default, then each node above, then the indicator, then the leaf."""
    layers = [*spot.above, *([indicator[0]] if indicator else []), spot.value]
    if step not in LEAF_STEPS:
        layers = [spot.value]
    for layer in layers:
        setting = expand_step(step, layer.get(step))
        if isinstance(setting, dict):
            base = merge(step, base, setting)
    return base


def _aspect(name: str, indicator: tuple[dict[str, Plain], Where] | None, catalogue: Catalogue) -> Aspect:
    """The bounds and the target of an indicator."""
    if indicator is not None:
        bounds, target = indicator[0].get("bounds"), indicator[0].get("target")
        ends = bounds if isinstance(bounds, dict) else {}
        return Aspect(worst=_number(ends.get("worst")), best=_number(ends.get("best")), target=_number(target))
    entry = catalogue.get(name)
    if entry is None:
        return Aspect()
    known = entry.indicator.bounds
    ends = {"worst": known.worst, "best": known.best} if known else {}
    return Aspect(
        worst=_number(ends.get("worst")), best=_number(ends.get("best")), target=_number(entry.indicator.target)
    )


def _number(value: Plain) -> float:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else np.nan


def _check_fit(document: Document, spot: _Spot, setting: Setting, aspect: Aspect, faults: list[Fault]) -> None:
    """Bounds or a target that the normalisation of an indicator needs and nobody gives."""
    method = try_method("normalisation", setting)[0]
    if not isinstance(method, Normalisation) or not spot.name:
        return
    file, line = document.place((*spot.where, "indicator"))
    for one in method.check(aspect):
        what = Text(zh=f"指标“{spot.name}”：{one.what.zh}", en=f"indicator '{spot.name}': {one.what.en}")
        faults.append(replace(one, what=what, file=file, line=line))
