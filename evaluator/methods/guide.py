"""The reference of every method, written from the methods themselves, each with an example computed live."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from pydantic_core import PydanticUndefined

from evaluator.methods.base import (
    STEPS,
    Aggregation,
    Aspect,
    Cells,
    Floats,
    Imputation,
    Method,
    Normalisation,
    Screening,
    Siblings,
    Treatment,
    Weighting,
)
from evaluator.methods.registry import kinds, method, method_class
from indicators.records import Setting
from indicators.text import Lang, Text

REGIONS = (
    Text(zh="甲市", en="Alder"),
    Text(zh="乙市", en="Birch"),
    Text(zh="丙市", en="Cedar"),
    Text(zh="丁市", en="Dogwood"),
    Text(zh="戊市", en="Elm"),
)
VALUES = np.array([12.0, 20.0, 20.0, 35.0, 80.0])
SCORES = np.array([[40.0, 55.0, 70.0, 90.0, 20.0], [60.0, 50.0, 20.0, 85.0, 95.0], [50.0, 45.0, 80.0, 70.0, 30.0]])
GAPS = np.array([[12.0, 20.0, np.nan, 35.0, 80.0], [3.0, 4.0, 5.0, 8.0, 9.0]])
EARLIER = np.array([[10.0, 16.0, 18.0, 30.0, 70.0], [2.0, 4.0, 4.0, 7.0, 9.0]])
LATER = np.array([[14.0, 22.0, 24.0, 38.0, 90.0], [3.0, 5.0, 5.0, 9.0, 9.0]])
SKEWED = np.array([1.0, 2.0, 2.0, 3.0, 60.0])

EXAMPLES: dict[tuple[str, str], Setting] = {
    ("screening", "data-share"): {"threshold": 1.0},
    ("screening", "data-and-nonzero-share"): {"data": 1.0},
    ("imputation", "regression"): {"predictors": 1, "min_cases": 3},
    ("imputation", "knn"): {"neighbours": 2},
    ("treatment", "percentile-cap"): {"lower": 10.0, "upper": 90.0},
    ("normalisation", "goalposts"): {"worst": 0.0, "best": 50.0},
    ("normalisation", "distance-to-target"): {"target": 50.0},
    ("normalisation", "distance-to-reference"): {"reference": "r4"},
    ("normalisation", "steps"): {"cuts": [15.0, 30.0, 60.0]},
    ("normalisation", "zscore"): {"mean": 100.0, "sd": 10.0},
    ("weights", "ahp"): {"judgements": {"A": [["a", "b", 3.0], ["a", "c", 5.0], ["b", "c", 2.0]]}},
    ("weights", "budget"): {"points": {"A": {"a": 50.0, "b": 30.0, "c": 20.0}, "B": {"a": 40.0, "b": 40.0, "c": 20.0}}},
    ("weights", "swing"): {"swings": {"A": {"a": 100.0, "b": 60.0, "c": 40.0}}},
    ("aggregation", "power"): {"p": 0.5},
}
STEP_TITLES = {
    "screening": Text(zh="筛选", en="Screening"),
    "imputation": Text(zh="插补", en="Imputation"),
    "treatment": Text(zh="离群值处理", en="Treatment"),
    "normalisation": Text(zh="归一化", en="Normalisation"),
    "weights": Text(zh="权重", en="Weights"),
    "aggregation": Text(zh="汇总", en="Aggregation"),
    "missing": Text(zh="缺失处理", en="Missing values"),
    "ranking": Text(zh="排名", en="Ranking"),
}
SHARED = {
    "range": Text(
        zh="得分区间 [低, 高]，none 保留原有尺度", en="range of the scores [low, high]; none keeps the natural scale"
    ),
    "scope": Text(
        zh="period 各期分别计算，panel 各期合并计算", en="period: each period by itself; panel: all together"
    ),
    "parents": Text(
        zh="reweight 在有数据的子项间重新折算，zero 缺失按 0 计，fail 上级记为缺失",
        en="reweight: over the children present; zero: missing counts 0; fail: the parent is missing",
    ),
    "min_coverage": Text(zh="至少要有多少权重是实测的，0 到 1", en="share of weight that must be measured, 0 to 1"),
    "min_at_level": Text(
        zh="至少要有多少权重的下级在该层级可评，0 到 1；不足则该层级不计分",
        en="share of weight that must exist at the level of region, 0 to 1; below it, no score at that level",
    ),
    "basis": Text(
        zh="score 按得分，printed 按公布的小数位", en="score: the score itself; printed: the figure as printed"
    ),
    "decimals": Text(
        zh="按公布数字排名时保留的小数位；只写此项即按公布数字排名",
        en="decimals of the printed figure; given alone it means basis: printed",
    ),
}


def guide(lang: Lang, plugins: bool = False) -> str:
    """The whole reference as Markdown, every kind of every step.

    Args:
        lang: Language of the text.
        plugins: Whether to list kinds that plug-ins brought as well.
    """
    title = {"zh": "# 方法", "en": "# Methods"}[lang]
    lines = [title, "", _INTRODUCTION.in_(lang), ""]
    for step in STEPS:
        lines += [f"## {STEP_TITLES[step].in_(lang)} (`{step}`)", ""]
        for kind in kinds(step):
            found = method_class(step, kind)
            if found is None or not (plugins or found.__module__.startswith("evaluator.methods.")):
                continue
            lines += [*entry(step, kind, lang), ""]
    lines += [_MONOTONE.in_(lang), ""]
    return "\n".join(lines)


def write(folder: Path) -> None:
    """Write the reference in both languages, `zh.md` and `en.md`, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    languages: tuple[Lang, ...] = ("zh", "en")
    for lang in languages:
        (folder / f"{lang}.md").write_text(guide(lang), encoding="utf-8")


def entry(step: str, kind: str, lang: Lang) -> list[str]:
    """Lines on one kind: formula, use, parameters, example, source."""
    found = method_class(step, kind)
    if found is None:
        raise KeyError(f"{step}.{kind}")
    lines = [f"### {found.title.in_(lang)} (`{kind}`)", "", found.about.in_(lang), ""]
    if found.formula:
        lines += [f"{_WORDS['formula'].in_(lang)}{_COLON[lang]}`{found.formula}`", ""]
    if found.use.in_(lang):
        lines += [found.use.in_(lang), ""]
    lines += [*_parameters(found, lang), *_example(step, kind, lang)]
    computed = _WORDS["sql" if found.sql is not None else "array"].in_(lang)
    if step in ("imputation", "treatment", "normalisation", "weights", "aggregation"):
        lines += [computed, ""]
    return [*lines, f"{_WORDS['source'].in_(lang)}{_COLON[lang]}{found.source}"]


def _parameters(found: type[Method], lang: Lang) -> list[str]:
    if not found.model_fields:
        return []
    head = _WORDS["parameters"].in_(lang).split("|")
    lines = [f"| {' | '.join(head)} |", "| --- | --- | --- |"]
    for name, field in found.model_fields.items():
        text = found.parameters.get(name) or SHARED.get(name)
        default = _WORDS["required"].in_(lang) if field.default is PydanticUndefined else f"`{_shown(field.default)}`"
        lines.append(f"| `{name}` | {default} | {text.in_(lang) if text else ''} |")
    return [*lines, ""]


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, tuple):
        return f"[{', '.join(_shown(one) for one in value)}]"
    return "—" if value is None else str(value)


def _example(step: str, kind: str, lang: Lang) -> list[str]:
    setting = {"kind": kind, **EXAMPLES.get((step, kind), {})}
    rows = list(_rows(method(step, setting), lang)) if step not in ("missing", "ranking") else []
    if not rows:
        return []
    names = [region.in_(lang) for region in REGIONS]
    head = [_WORDS["example"].in_(lang), *(names if step != "weights" else ["a", "b", "c"])]
    lines = [f"`{_inline(setting)}`", "", f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}"]
    lines += [f"| {label} | {' | '.join(_figure(value) for value in values)} |" for label, values in rows]
    return [*lines, ""]


def _rows(found: Method, lang: Lang) -> Iterator[tuple[str, Sequence[float]]]:
    """Labelled rows of the example of one method."""
    word = {name: text.in_(lang) for name, text in _WORDS.items()}
    if isinstance(found, Normalisation):
        yield word["value"], VALUES.tolist()
        aspect = Aspect(regions=tuple(f"r{i + 1}" for i in range(5)))
        yield word["higher"], found.normalise(VALUES[None], aspect)[0].tolist()
        if found.kind not in ("goalposts",):
            lower = Aspect(direction=-1.0, regions=aspect.regions)
            setting = found.model_copy(update={"target": 10.0}) if found.kind == "distance-to-target" else found
            yield word["lower"], setting.normalise(VALUES[None], lower)[0].tolist()
    elif isinstance(found, Aggregation):
        for label, row in zip("abc", SCORES, strict=True):
            yield f"{label} ({word['third']})", row.tolist()
        yield word["score"], found.aggregate(SCORES, np.full(SCORES.shape, 1 / 3 if found.rescaled else 1.0)).tolist()
    elif isinstance(found, Weighting):
        yield word["weight"], found.weigh(_siblings()).tolist()
    elif isinstance(found, Treatment):
        yield word["value"], SKEWED.tolist()
        yield word["treated"], found.treat(SKEWED).values.tolist()
    elif isinstance(found, Imputation):
        yield word["gap"], GAPS[0].tolist()
        yield word["sibling"], GAPS[1].tolist()
        yield word["filled"], found.impute(_cells())[1, 0].tolist()
    elif isinstance(found, Screening):
        yield word["gap"], GAPS[0].tolist()
        yield word["stays"], found.screen(_cells())[1].astype(float).tolist()


def _cells() -> Cells:
    """Three periods, two indicators under one node; a gap in the middle."""
    return Cells(
        values=np.stack([EARLIER, GAPS, LATER]),
        periods=("2022", "2023", "2024"),
        ordinals=(2022, 2023, 2024),
        indicators=("a", "b"),
        regions=tuple(f"r{i + 1}" for i in range(5)),
        directions=np.ones(2),
        parents=("node", "node"),
        groups={"group": ("east", "east", "east", "west", "west")},
        ranges=np.full((2, 2), np.nan),
    )


def _siblings() -> Siblings:
    ones: Floats = np.ones(3)
    return Siblings("node", ("a", "b", "c"), SCORES, SCORES, ones, np.array([2.0, 1.0, 1.0]))


def _figure(value: float) -> str:
    if np.isnan(value):
        return "—"
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _inline(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_inline(one)}" for key, one in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_inline(one) for one in value) + "]"
    return _shown(value)


_INTRODUCTION = Text(
    zh="""本页由程序从方法本身生成，例中的数字是当场算出的。标准的 `method` 里写一个词即可，
如 `aggregation: geometric`；参数写在旁边：`aggregation: {kind: power, p: 0.5}`。

步骤的次序是：筛选、插补、离群值处理、方向、归一化、汇总、排名。缺失的写作“—”。
权重的例子所用的 a、b、c 与汇总的例子相同；标准所定的权重依次为 2、1、1。""",
    en="""This page is written by the program from the methods themselves; the figures in the examples are computed,
not typed. In a standard's `method` a word will do, such as `aggregation: geometric`; parameters stand beside
it: `aggregation: {kind: power, p: 0.5}`.

The order of steps is screening, imputation, treatment, direction, normalisation, aggregation, ranking. What is
missing shows as “—”. The examples of weights rest on the same a, b and c as those of aggregation; the
standard's own weights are 2, 1 and 1.""",
)
_MONOTONE = Text(
    zh="""## 哪些方法不保证“越好越高”

提高某个子项，节点得分不会下降：`arithmetic`、`geometric`、`harmonic`、`power`、`minimum`、`median`、
`points`、`owa`。

以下方法不保证：`mpi`、`ampi`、`mean-min` 惩罚不均衡，只抬高长板可能得不到回报，甚至降分；
`topsis`、`copeland`、`bod` 与其他地区比较，他人的变化会改变本地区的得分，`topsis` 的理想点也会移动。

依数据求得的权重（`entropy`、`critic`、`std`、`cv`、`gini`、`merec`、`pca`、`optimised`）会随任何一个数值而变，
因此与任何汇总方法合用都不保证。""",
    en="""## Where better is not always higher

Raising a child never lowers the node with `arithmetic`, `geometric`, `harmonic`, `power`, `minimum`, `median`,
`points` and `owa`.

It may with these: `mpi`, `ampi` and `mean-min` punish imbalance, so raising only the strong side may bring
nothing or even cost; `topsis`, `copeland` and `bod` compare regions with each other, so others' values change
one's own score, and with `topsis` the ideal point moves.

Weights found from data (`entropy`, `critic`, `std`, `cv`, `gini`, `merec`, `pca`, `optimised`) change with every
value, so with them nothing is promised, whatever the aggregation.""",
)
_COLON = {"zh": "：", "en": ": "}
_WORDS = {
    "formula": Text(zh="公式", en="Formula"),
    "source": Text(zh="来源", en="Source"),
    "parameters": Text(zh="参数|默认|含义", en="Parameter|Default|Meaning"),
    "required": Text(zh="必填", en="required"),
    "example": Text(zh="例", en="Example"),
    "value": Text(zh="原始值", en="value"),
    "higher": Text(zh="得分（越高越好）", en="score, higher is better"),
    "lower": Text(zh="得分（越低越好）", en="score, lower is better"),
    "third": Text(zh="权重 1/3", en="weight 1/3"),
    "score": Text(zh="节点得分", en="score of the node"),
    "weight": Text(zh="权重", en="weight"),
    "treated": Text(zh="处理后", en="treated"),
    "gap": Text(zh="指标 a，2023", en="indicator a, 2023"),
    "sibling": Text(zh="指标 b，2023", en="indicator b, 2023"),
    "filled": Text(zh="插补后的 a", en="a, imputed"),
    "stays": Text(zh="保留（1）或剔除（0）", en="stays (1) or goes (0)"),
    "sql": Text(zh="以 SQL 计算，审计时可直接重跑。", en="Computed in SQL, which an auditor can re-run."),
    "array": Text(
        zh="由数组内核计算，结果以表的形式进入数据库。",
        en="Computed on arrays; the result enters the database as a table.",
    ),
}

if __name__ == "__main__":
    write(Path("docs") / "methods")
