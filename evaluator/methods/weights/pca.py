"""Weights by principal components."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from evaluator.methods.base import Floats, Siblings, Weighting, WeightReport
from evaluator.methods.spreading import TOO_FEW, complete, correlations, equal, from_information, informative
from indicators.text import Text


class PrincipalComponents(Weighting):
    """Weights from the loadings of the siblings on their principal components.

    Attributes:
        components: `first` takes the squared loadings on the first component; `rotated` takes every component
            with an eigenvalue above 1, rotates them (varimax) and gives each child its largest squared
            loading, times the share of variance of that component.
    """

    kind: ClassVar[str] = "pca"
    title: ClassVar[Text] = Text(zh="主成分法", en="Principal components")
    about: ClassVar[Text] = Text(
        zh="以子项在主成分上的载荷平方为权重：first 只用第一主成分，rotated 用特征值大于 1 的各成分并作方差最大旋转。",
        en="Squared loadings of the children on principal components: `first` uses the first one, "
        "`rotated` every one with"
        " an eigenvalue above 1 after varimax rotation.",
    )
    use: ClassVar[Text] = Text(
        zh="用于减少高度相关子项之间的重复。权重反映共同变动，不反映重要性；子项相关性弱时不宜使用。"
        "只用子项齐全的地区，"
        "少于 3 个时改为等权并提示。第一成分上载荷符号不一致时会提示。",
        en="To keep from counting correlated children twice. Weights tell of common movement, not of "
        "importance; not for"
        " children that hardly correlate. Only regions with every child count; below 3 of them weights"
        " are equal, with"
        " a warning. You are told when loadings on the first component differ in sign.",
    )
    formula: ClassVar[str] = "first: w_c = a_c², a the unit eigenvector of the largest eigenvalue of R"
    source: ClassVar[str] = (
        "Nicoletti, Scarpetta and Boylaud (2000), OECD Economics WP 226; OECD/JRC Handbook (2008), step 6"
    )
    parameters: ClassVar[dict[str, Text]] = {
        "components": Text(
            zh="first 只用第一主成分，rotated 用旋转后的多个成分",
            en="first: the first component; rotated: several, rotated",
        ),
    }

    components: Literal["first", "rotated"] = "first"

    def report(self, siblings: Siblings) -> WeightReport:
        """The weights, with the share of variance that the components explain."""
        used = informative(siblings.values)
        regions = complete(siblings.values, used)
        if used.any() and regions.sum() < 3:
            return WeightReport(equal(siblings), warnings=(TOO_FEW.with_values(node=siblings.parent),))
        information = np.zeros(len(used))
        if not used.any():
            return from_information(siblings, information, used)
        whole = (siblings.values * siblings.directions[:, None])[used][:, regions]
        roots, vectors = np.linalg.eigh(correlations(whole))
        roots, vectors = np.maximum(roots[::-1], 0.0), vectors[:, ::-1]
        kept = max(1, int((roots > 1 + 1e-9).sum())) if self.components == "rotated" else 1
        if self.components == "first":
            information[used] = vectors[:, 0] ** 2
        else:
            information[used] = _rotated_weights(vectors[:, :kept] * np.sqrt(roots[:kept]))
        plain = from_information(siblings, information, used)
        facts = (("components", float(kept)), ("explained_variance", float(roots[:kept].sum() / roots.sum())))
        mixed = (_MIXED.with_values(node=siblings.parent),) if _mixed(vectors[:, 0]) else ()
        return WeightReport(plain.weights, facts, (), (*plain.warnings, *mixed))


def varimax(loadings: Floats, rounds: int = 500) -> Floats:
    """Loadings `[child, component]` rotated so that each child loads on few components.

    Source: Kaiser (1958), Psychometrika 23; the usual iteration by singular values.
    """
    rotation = np.eye(loadings.shape[1])
    before = 0.0
    for _ in range(rounds):
        turned = loadings @ rotation
        target = turned**3 - turned * (turned**2).mean(axis=0)
        left, sizes, right = np.linalg.svd(loadings.T @ target)
        rotation = left @ right
        if sizes.sum() <= before * (1 + 1e-12):
            break
        before = float(sizes.sum())
    result: Floats = loadings @ rotation
    return result


def _rotated_weights(loadings: Floats) -> Floats:
    """Each child's largest squared loading, scaled within its component, times the component's variance."""
    squares = (varimax(loadings) if loadings.shape[1] > 1 else loadings) ** 2
    variance = squares.sum(axis=0)
    scaled = squares / variance
    own = scaled.argmax(axis=1)
    result: Floats = scaled[np.arange(len(own)), own] * variance[own] / variance.sum()
    return result


def _mixed(loadings: Floats) -> bool:
    """Whether loadings that matter point in opposite directions."""
    return bool((loadings > 0.1).any() and (loadings < -0.1).any())


_MIXED = Text(
    zh="“{node}”的子项在第一主成分上方向相反，平方后的权重掩盖了这一点；请检查指标方向",
    en="children of '{node}' load on the first component in opposite directions, which squaring hides;"
    " check directions",
)
