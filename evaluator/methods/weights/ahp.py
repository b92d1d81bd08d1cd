"""The analytic hierarchy process: weights from comparisons in pairs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, ClassVar, TypeAlias

import numpy as np
from pydantic import BeforeValidator, Field

from evaluator.methods.base import Floats, Siblings, Weighting, WeightReport
from indicators.faults import Fault, Faults, fault
from indicators.records import Real
from indicators.text import Text

RANDOM_INDEX = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49)
"""Mean consistency index of random judgements among 1 to 10 things (Saaty)."""
RANDOM_INDEX_SOURCE = "Saaty (0, 0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49)"


def _ratio(value: object) -> object:
    """A fraction such as `1/5` may stand for a number."""
    found = re.fullmatch(r"\s*(\d+)\s*/\s*(\d+)\s*", value) if isinstance(value, str) else None
    return int(found[1]) / int(found[2]) if found and int(found[2]) else value


def _one_expert(value: object) -> object:
    """Judgements without the name of an expert are those of one."""
    rows = list(value.values()) if isinstance(value, dict) else []
    bare = bool(rows) and all(isinstance(row, dict) and not _is_matrix(row) for row in rows)
    return {"expert": value} if isinstance(value, list) or bare else value


def _is_matrix(value: object) -> bool:
    return isinstance(value, dict) and any(isinstance(row, dict) for row in value.values())


def _in_pairs(value: object) -> object:
    """The rows of a matrix, child → other child → ratio, as judgements; the lower half may be left out."""
    if not isinstance(value, dict) or not all(isinstance(row, dict) for row in value.values()):
        return value
    return [[first, second, ratio] for first, row in value.items() for second, ratio in row.items()]


Ratio: TypeAlias = Annotated[Real, Field(gt=0), BeforeValidator(_ratio)]
Judgement: TypeAlias = tuple[str, str, Ratio]


@dataclass(frozen=True)
class Consistency:
    """How well judgements fit together.

    Attributes:
        eigenvalue: Largest eigenvalue of the matrix of judgements.
        index: (eigenvalue − n) / (n − 1).
        ratio: index over the random index; NaN above 10 things, for which there is none.
        pair: Positions of the judgement that strays most from the weights.
        factor: By what factor it strays.
    """

    eigenvalue: float
    index: float
    ratio: float
    pair: tuple[int, int]
    factor: float


class AnalyticHierarchy(Weighting):
    """The principal eigenvector of the matrix of judgements; of several experts, their geometric mean.

    Attributes:
        judgements: Expert → list of [child, other child, how many times as important], or the matrix by rows.
        limit: Consistency ratio above which there is a warning.
    """

    kind: ClassVar[str] = "ahp"
    judged: ClassVar[bool] = True
    title: ClassVar[Text] = Text(zh="层次分析法", en="Analytic hierarchy process")
    about: ClassVar[Text] = Text(
        zh="专家两两比较子项的重要性，权重为判断矩阵的主特征向量；多位专家的判断先取几何平均。",
        en="Experts compare children in pairs; the weights are the principal eigenvector of the matrix"
        " of judgements. Those"
        " of several experts are first averaged geometrically.",
    )
    use: ClassVar[Text] = Text(
        zh="难以直接给出权重、但能两两比较时使用，同级不宜超过九个。一致性比率大于 0.1 时给出警告，"
        "并指出最不协调的一个判断。"
        "每一对都须比较一次；一对写了两次且互相矛盾的，会被拒绝。",
        en="When weights are hard to name but pairs can be compared, for no more than about nine "
        "siblings. A consistency"
        " ratio above 0.1 brings a warning that names the judgement which fits least. Each pair must "
        "be compared once;"
        " a pair that is written twice and contradicts itself is refused.",
    )
    formula: ClassVar[str] = "A w = λmax w;  CI = (λmax − n) / (n − 1);  CR = CI / RI"
    source: ClassVar[str] = (
        "Saaty (1980), The Analytic Hierarchy Process; Aczél and Saaty (1983) for the geometric mean"
    )
    parameters: ClassVar[dict[str, Text]] = {
        "judgements": Text(
            zh="专家 → [[子项, 另一子项, 前者是后者的几倍重要], …]，或判断矩阵 {子项: {另一子项: 倍数}}，下半可略",
            en="expert → [[child, other child, how many times as important the first is], …], or the matrix"
            " {child: {other child: ratio}}, whose lower half may be left out",
        ),
        "limit": Text(zh="一致性比率超过多少时警告", en="consistency ratio above which there is a warning"),
    }

    judgements: Annotated[
        dict[str, Annotated[tuple[Judgement, ...], BeforeValidator(_in_pairs), Field(min_length=1)]],
        BeforeValidator(_one_expert),
        Field(min_length=1),
    ]
    limit: Real = Field(default=0.1, gt=0)

    def report(self, siblings: Siblings) -> WeightReport:
        """The weights, the consistency ratio of each expert and of the group, and the worst judgement.

        Raises:
            Faults: A pair is not compared, or compared twice with unlike results.
        """
        faults: list[Fault] = []
        matrices = {who: _matrix(siblings, who, told, faults) for who, told in self.judgements.items()}
        if faults:
            raise Faults(faults)
        group = np.exp(np.mean([np.log(matrix) for matrix in matrices.values()], axis=0))
        weights, whole = eigenvector(group)
        facts: list[tuple[str, float | str]] = [
            ("random_index_table", RANDOM_INDEX_SOURCE),
            ("lambda_max", whole.eigenvalue),
            ("consistency_index", whole.index),
            ("consistency_ratio", whole.ratio),
        ]
        findings, warnings = [], []
        if len(matrices) > 1:
            matrices["*"] = group
        for who, matrix in matrices.items():
            own, found = eigenvector(matrix)
            label = Text(zh="专家组", en="the group") if who == "*" else Text.same(who)
            if who != "*":
                facts.append((f"consistency_ratio.{who}", found.ratio))
            if found.factor > 1 + 1e-6:
                findings.append(_worst(label, siblings, matrix, own, found))
            if found.ratio > self.limit or np.isnan(found.ratio):
                warnings.append(_inconsistent(label, siblings, found, self.limit))
        return WeightReport(weights, tuple(facts), tuple(findings), tuple(warnings))


def eigenvector(matrix: Floats) -> tuple[Floats, Consistency]:
    """Principal eigenvector `[n]` of a matrix of judgements, summing to 1, and how consistent they are."""
    number = len(matrix)
    roots, vectors = np.linalg.eig(matrix)
    largest = int(np.argmax(roots.real))
    weights = np.abs(vectors[:, largest].real)
    weights = weights / weights.sum()
    stray = np.abs(np.log(matrix * weights[None, :] / weights[:, None]))
    i, j = (int(k) for k in np.unravel_index(int(np.argmax(np.triu(stray))), stray.shape))
    root = float(roots[largest].real)
    index = (root - number) / (number - 1) if number > 1 else 0.0
    random = RANDOM_INDEX[number - 1] if number <= len(RANDOM_INDEX) else np.nan
    ratio = 0.0 if number < 3 else index / random
    return weights, Consistency(root, index, ratio, (i, j), float(np.exp(stray[i, j])))


def _matrix(siblings: Siblings, who: str, told: tuple[Judgement, ...], faults: list[Fault]) -> Floats:
    """The reciprocal matrix of one expert; judgements on other nodes are passed over."""
    place = {name: i for i, name in enumerate(siblings.children)}
    matrix = np.full((len(place), len(place)), np.nan)
    np.fill_diagonal(matrix, 1.0)
    for first, second, ratio in told:
        if first not in place or second not in place:
            continue
        i, j = place[first], place[second]
        if not np.isnan(matrix[i, j]) and abs(np.log(matrix[i, j] / ratio)) > 1e-9:
            faults.append(
                fault(
                    f"“{who}”对“{first}”与“{second}”的判断自相矛盾：{matrix[i, j]:g} 与 {ratio:g}",
                    f"'{who}' contradicts itself on '{first}' and '{second}': {matrix[i, j]:g} and {ratio:g}",
                    todo_zh="只保留一个",
                    todo_en="keep one of them",
                )
            )
            continue
        matrix[i, j], matrix[j, i] = ratio, 1.0 / ratio
    for i, j in zip(*np.nonzero(np.triu(np.isnan(matrix))), strict=True):
        pair = (siblings.children[i], siblings.children[j])
        faults.append(
            fault(
                f"“{who}”没有比较“{siblings.parent}”的子项“{pair[0]}”与“{pair[1]}”",
                f"'{who}' does not compare '{pair[0]}' with '{pair[1]}' under '{siblings.parent}'",
                todo_zh=f"补上 [{pair[0]}, {pair[1]}, 倍数]，并检查名称",
                todo_en=f"add [{pair[0]}, {pair[1]}, ratio] and check the names",
            )
        )
    return matrix


def _worst(who: Text, siblings: Siblings, matrix: Floats, weights: Floats, found: Consistency) -> Text:
    i, j = found.pair
    values = {
        "first": siblings.children[i],
        "second": siblings.children[j],
        "said": f"{matrix[i, j]:.4g}",
        "fits": f"{weights[i] / weights[j]:.4g}",
    }
    zh = "{who}：最不协调的判断是“{first}”比“{second}”为 {said}，与其余判断相符的是 {fits}"
    en = "{who}: the judgement that fits least is '{first}' to '{second}' at {said}; the others suggest {fits}"
    return Text(zh=zh.format(who=who.zh, **values), en=en.format(who=who.en, **values))


def _inconsistent(who: Text, siblings: Siblings, found: Consistency, limit: float) -> Text:
    node = siblings.parent
    if np.isnan(found.ratio):
        number = len(siblings.children)
        return Text(
            zh=f"“{node}”有 {number} 个子项，随机指数表只到 10 个，无法给出一致性比率（{who.zh}）",
            en=f"'{node}' has {number} children; the table of random indices ends at 10, so there is no"
            f" consistency"
            f" ratio ({who.en})",
        )
    return Text(
        zh=f"“{node}”的判断不够一致（{who.zh}）：一致性比率 {found.ratio:.3f}，超过 {limit:g}",
        en=f"the judgements on '{node}' are not consistent ({who.en}): consistency ratio "
        f"{found.ratio:.3f}, above {limit:g}",
    )
