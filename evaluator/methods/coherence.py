"""Whether the children of a node belong together: correlations, alpha, components, clusters, and what stands out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pyarrow as pa

from evaluator.methods.base import Floats
from evaluator.methods.spreading import correlations as matrix_of
from indicators.text import Text


@dataclass(frozen=True)
class Family:
    """A node with its children.

    Attributes:
        node: Id of the node.
        children: Ids of the children.
        scores: `[child, region]`, normalised values of indicators, scores of nodes; NaN where missing.
        parent: `[region]`, score of the node.
    """

    node: str
    children: tuple[str, ...]
    scores: Floats
    parent: Floats

    @property
    def whole(self) -> Floats:
        """`[child, region]` of the regions that have every child."""
        return np.asarray(self.scores[:, ~np.isnan(self.scores).any(axis=0)])


@dataclass(frozen=True)
class Limits:
    """From where on something is flagged.

    Attributes:
        redundant: Pearson correlation of two siblings, from which one says what the other says.
        against: Pearson correlation with the node, below which a child pulls against it.
        silent: Absolute Pearson correlation with the node, below which a child moves nothing.
    """

    redundant: float = 0.92
    against: float = -0.1
    silent: float = 0.1


_PAIR = [("pearson", "pearsonr"), ("spearman", "spearmanr"), ("kendall", "kendalltau")]


def correlations(families: Sequence[Family]) -> pa.Table:
    """Correlations of each pair of siblings, and of each child with its node, over the regions that both have.

    Returns:
        node, first, second (the node itself for child and node), regions, and for pearson, spearman and kendall
        (tau-b) the coefficient and the two-sided `…_p`; empty below 3 regions or where one is constant.
    """
    rows: list[dict[str, object]] = []
    for family in families:
        for i, j in combinations(range(len(family.children)), 2):
            pair = (family.children[i], family.children[j])
            rows.append({"node": family.node, **_correlated(pair, family.scores[i], family.scores[j])})
        for name, row in zip(family.children, family.scores, strict=True):
            rows.append({"node": family.node, **_correlated((name, family.node), row, family.parent)})
    figures = [word for name, _ in _PAIR for word in (name, f"{name}_p")]
    return _table(rows, ["node", "first", "second"], ["regions"], figures)


def alpha(families: Sequence[Family]) -> pa.Table:
    """Cronbach's alpha of each node, and what it would be without each child, over regions that have every child.

    Returns:
        node, child (empty: all children), regions, alpha, item_rest (correlation of the child with the sum of the
        others). Empty below 2 children.

    Source: Cronbach (1951), Psychometrika 16.
    """
    rows: list[dict[str, object]] = []
    for family in families:
        whole = family.whole
        rows.append({"node": family.node, "child": "", "regions": whole.shape[1], "alpha": cronbach(whole)})
        for i, name in enumerate(family.children):
            others = np.delete(whole, i, axis=0)
            rest = _pearson(whole[i], others.sum(axis=0)) if len(others) else None
            rows.append(
                {
                    "node": family.node,
                    "child": name,
                    "regions": whole.shape[1],
                    "alpha": cronbach(others),
                    "item_rest": rest,
                }
            )
    return _table(rows, ["node", "child"], ["regions"], ["alpha", "item_rest"])


def cronbach(whole: Floats) -> float | None:
    """Cronbach's alpha of `[child, region]` without gaps; None below 2 children, 2 regions, or without variance."""
    number = len(whole)
    if number < 2 or whole.shape[1] < 2:
        return None
    total = float(whole.sum(axis=0).var(ddof=1))
    if total <= 0:
        return None
    return number / (number - 1) * (1 - float(whole.var(axis=1, ddof=1).sum()) / total)


def components(families: Sequence[Family]) -> pa.Table:
    """Principal components of each node's children (correlation matrix), one row a component and child.

    Returns:
        node, component (from 1), child, eigenvalue, explained (share of variance), cumulative, loading. The sign
        of each component is chosen so that its loadings sum to 0 or more.
    """
    rows: list[dict[str, object]] = []
    for family in families:
        whole, names = _varied(family)
        if len(names) < 2 or whole.shape[1] < 3:
            continue
        roots, vectors = np.linalg.eigh(matrix_of(whole))
        roots, vectors = np.maximum(roots[::-1], 0.0), vectors[:, ::-1]
        vectors = vectors * np.where(vectors.sum(axis=0) < 0, -1.0, 1.0)
        shares = roots / roots.sum()
        for k, root in enumerate(roots):
            for name, loading in zip(names, vectors[:, k] * np.sqrt(root), strict=True):
                rows.append(
                    {
                        "node": family.node,
                        "component": k + 1,
                        "child": name,
                        "eigenvalue": float(root),
                        "explained": float(shares[k]),
                        "cumulative": float(shares[: k + 1].sum()),
                        "loading": float(loading),
                    }
                )
    return _table(rows, ["node", "child"], ["component"], ["eigenvalue", "explained", "cumulative", "loading"])


def adequacy(families: Sequence[Family]) -> pa.Table:
    """Whether a node's children share enough to be summed up: KMO and Bartlett's test of sphericity.

    Returns:
        node, child (empty: all children), regions, kmo (of the child or of all), and for all children
        bartlett_chi2, bartlett_df, bartlett_p. Empty where the correlation matrix cannot be inverted.

    Source: Kaiser (1974), Psychometrika 39; Bartlett (1951), Biometrika 38.
    """
    rows: list[dict[str, object]] = []
    for family in families:
        whole, names = _varied(family)
        regions, number = whole.shape[1], len(names)
        own: dict[str, object] = {"node": family.node, "child": "", "regions": regions}
        rows.append(own)
        if number < 2 or regions <= number:
            continue
        r = matrix_of(whole)
        sign, log_determinant = np.linalg.slogdet(r)
        if sign <= 0 or log_determinant < -60:
            continue
        own.update(_bartlett(float(log_determinant), regions, number))
        squares, partial = _squares(r)
        own["kmo"] = float(squares.sum() / (squares.sum() + partial.sum()))
        for i, name in enumerate(names):
            each = float(squares[i].sum() / (squares[i].sum() + partial[i].sum()))
            rows.append({"node": family.node, "child": name, "regions": regions, "kmo": each})
    return _table(rows, ["node", "child"], ["regions", "bartlett_df"], ["kmo", "bartlett_chi2", "bartlett_p"])


def clusters(families: Sequence[Family]) -> pa.Table:
    """Hierarchical clustering of each node's children: average linkage on 1 − Pearson correlation.

    Returns:
        node, step (from 1), left, right (a child's id, or `#k` for what step k joined), height, size, and order
        (the children from left to right as a dendrogram shows them, separated by spaces).
    """
    from scipy.cluster.hierarchy import leaves_list, linkage
    from scipy.spatial.distance import squareform

    rows: list[dict[str, object]] = []
    for family in families:
        whole, names = _varied(family)
        if len(names) < 2 or whole.shape[1] < 3:
            continue
        away = 1.0 - matrix_of(whole)
        np.fill_diagonal(away, 0.0)
        merges = linkage(squareform(np.maximum(away, 0.0), checks=False), method="average")
        order = " ".join(names[i] for i in leaves_list(merges))
        label = [*names, *(f"#{k + 1}" for k in range(len(merges)))]
        for k, (left, right, height, size) in enumerate(merges.tolist()):
            rows.append(
                {
                    "node": family.node,
                    "step": k + 1,
                    "left": label[int(left)],
                    "right": label[int(right)],
                    "height": height,
                    "size": int(size),
                    "order": order,
                }
            )
    return _table(rows, ["node", "left", "right", "order"], ["step", "size"], ["height"])


def flags(families: Sequence[Family], limits: Limits | None = None) -> pa.Table:
    """What stands out: redundant pairs, children that pull against their node, silent ones.

    Returns:
        node, child, other (the second of a redundant pair), flag (redundant, against-node, silent), value
        (the correlation; empty for a child without any difference), zh and en (the sentence to show).
    """
    rows: list[dict[str, object]] = []
    for family in families:
        for flag, child, other, value, text in _flagged(family, limits or Limits()):
            row: dict[str, object] = {"node": family.node, "child": child, "other": other, "flag": flag}
            rows.append({**row, "value": value, "zh": text.zh, "en": text.en})
    return _table(rows, ["node", "child", "other", "flag", "zh", "en"], [], ["value"])


def _flagged(family: Family, limits: Limits) -> Iterator[tuple[str, str, str, float | None, Text]]:
    names = family.children
    for i, j in combinations(range(len(names)), 2):
        r = _pearson(family.scores[i], family.scores[j])
        if r is not None and r >= limits.redundant:
            yield "redundant", names[i], names[j], r, _filled(_REDUNDANT, family, names[i], names[j], r)
    if len(names) < 2:
        return
    for i, name in enumerate(names):
        r = _pearson(family.scores[i], family.parent)
        if r is None:
            yield "silent", name, "", None, _filled(_CONSTANT, family, name, "", 0.0)
        elif r < limits.against:
            yield "against-node", name, "", r, _filled(_AGAINST, family, name, "", r)
        elif abs(r) < limits.silent:
            yield "silent", name, "", r, _filled(_SILENT, family, name, "", r)


def _filled(text: Text, family: Family, child: str, other: str, r: float) -> Text:
    return text.with_values(node=family.node, child=child, other=other, r=f"{r:.2f}")


def _correlated(names: tuple[str, str], first: Floats, second: Floats) -> dict[str, object]:
    from scipy import stats

    both = ~np.isnan(first) & ~np.isnan(second)
    x, y = first[both], second[both]
    row: dict[str, object] = {"first": names[0], "second": names[1], "regions": int(both.sum())}
    if len(x) < 3 or np.ptp(x) == 0 or np.ptp(y) == 0:
        return row
    for name, function in _PAIR:
        compute: Callable[[Floats, Floats], tuple[float, float]] = getattr(stats, function)
        coefficient, chance = compute(x, y)
        row[name], row[f"{name}_p"] = float(coefficient), float(chance)
    return row


def _pearson(first: Floats, second: Floats) -> float | None:
    both = ~np.isnan(first) & ~np.isnan(second)
    x, y = first[both], second[both]
    if len(x) < 3 or np.ptp(x) == 0 or np.ptp(y) == 0:
        return None
    return float(matrix_of(np.stack([x, y]))[0, 1])


def _varied(family: Family) -> tuple[Floats, list[str]]:
    """Complete regions of the children that are not constant over them, and the names of those."""
    kept = np.array([row[~np.isnan(row)].size > 0 and np.ptp(row[~np.isnan(row)]) > 0 for row in family.scores], bool)
    scores = family.scores[kept]
    whole = scores[:, ~np.isnan(scores).any(axis=0)] if len(scores) else scores
    varied = np.ptp(whole, axis=1) > 0 if whole.shape[1] else np.zeros(len(whole), dtype=np.bool_)
    names = [name for name, own in zip(family.children, kept, strict=True) if own]
    return np.asarray(whole[varied]), [name for name, own in zip(names, varied, strict=True) if own]


def _bartlett(log_determinant: float, regions: int, number: int) -> dict[str, object]:
    from scipy.stats import chi2

    statistic = -(regions - 1 - (2 * number + 5) / 6) * log_determinant
    freedom = number * (number - 1) // 2
    return {"bartlett_chi2": statistic, "bartlett_df": freedom, "bartlett_p": float(chi2.sf(statistic, freedom))}


def _squares(r: Floats) -> tuple[Floats, Floats]:
    """Squared correlations and squared partial correlations, both with an empty diagonal."""
    inverse = np.linalg.inv(r)
    size = np.sqrt(np.diag(inverse))
    partial = (inverse / size[:, None] / size[None, :]) ** 2
    squares = r**2
    np.fill_diagonal(partial, 0.0)
    np.fill_diagonal(squares, 0.0)
    return squares, partial


def _table(
    rows: Sequence[dict[str, object]], texts: Sequence[str], counts: Sequence[str], figures: Sequence[str]
) -> pa.Table:
    kinds = [
        *((t, pa.string()) for t in texts),
        *((c, pa.int64()) for c in counts),
        *((f, pa.float64()) for f in figures),
    ]
    return pa.table({name: pa.array([row.get(name) for row in rows], kind) for name, kind in kinds})


_REDUNDANT = Text(
    zh="“{child}”与“{other}”高度相关（r = {r}），同一内容可能重复计分",
    en="'{child}' and '{other}' say nearly the same (r = {r}): one thing is counted twice",
)
_AGAINST = Text(
    zh="“{child}”与其上级“{node}”背道而驰（r = {r}）；请检查方向，或考虑移出该节点",
    en="'{child}' pulls against its node '{node}' (r = {r}): check its direction, or whether it belongs there",
)
_SILENT = Text(
    zh="“{child}”几乎不影响“{node}”（r = {r}）",
    en="'{child}' moves next to nothing in '{node}' (r = {r})",
)
_CONSTANT = Text(
    zh="“{child}”在各地区之间没有差异或数据太少，对“{node}”不起作用",
    en="'{child}' holds no difference between regions, or too little data, and does nothing for '{node}'",
)
