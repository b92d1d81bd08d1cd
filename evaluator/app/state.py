"""The state that matters, and the link that carries it: `parse(render(state)) == state`."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from evaluator.app.sets import Sets
from evaluator.app.trials import METHODS
from evaluator.app.weights import TENTHS, Range, can_be_kept
from indicators.text import Lang

MAX_LINK, MAX_SET, INLINE = 4000, 20_000, 8
MOST_REGIONS, MOST_PEERS = 6, 60
Weights = tuple[tuple[str, tuple[int, ...]], ...]
Ranges = tuple[tuple[str, tuple[Range, ...]], ...]
BANDS = ("A", "B", "C", "D", "E")
PLAIN = ("level", "period", "peer", "find", "band", "align", "indicator", "node")
"""Parts of the state that stand in a link as they are, under their own names."""
WORDS = frozenset(
    [
        *(*PLAIN, "lang", "w", "ws", "r", "rs", "within", "limits", "regions", "code", "peers", "page"),
        *(key.split(".")[0] for key in METHODS),
    ]
)
"""Every word that a link may have."""
MOST_WORD, MOST_WORDS = 30, 40
"""How much of a word that is not understood is said, and how many words of a link are looked at."""
WITHIN = ("25", "50")
"""How far weights may stray from the standard's where nothing else is said, in percent of themselves."""


@dataclass(frozen=True)
class Siblings:
    """A node whose children can be weighed.

    Attributes:
        node: Id of the node.
        children: Ids of its children.
        weights: The standard's own weights in tenths of a percent.
    """

    node: str
    children: tuple[str, ...]
    weights: tuple[int, ...]


def render_weights(groups: Sequence[Siblings], changed: Mapping[str, Sequence[int]]) -> str:
    """Changed groups of weights as text for a link: `total:300,175,...;network:...`; "" if none is changed."""
    parts = []
    for i, group in enumerate(groups):
        weights = changed.get(group.node)
        if weights is not None and tuple(weights) != group.weights:
            parts.append(f"{i}:{','.join(str(one) for one in weights)}")
    return ";".join(parts)


def parse_weights(groups: Sequence[Siblings], text: str) -> tuple[dict[str, tuple[int, ...]], bool]:
    """Read weights from a link; anything that does not fit the standard is left out.

    Returns:
        Changed groups, and whether all of the text was understood.
    """
    changed: dict[str, tuple[int, ...]] = {}
    whole = len(text) <= MAX_SET
    for part in text[:MAX_SET].split(";") if text else []:
        match = re.fullmatch(r"([0-9]{1,4}):([0-9]{1,4}(?:,[0-9]{1,4})*)", part, re.ASCII)
        if not match or int(match[1]) >= len(groups):
            whole = False
            continue
        group = groups[int(match[1])]
        weights = tuple(int(one) for one in match[2].split(","))
        if len(weights) != len(group.children) or sum(weights) != TENTHS:
            whole = False
            continue
        if weights != group.weights:
            changed[group.node] = weights
    return changed, whole


def render_ranges(groups: Sequence[Siblings], ranges: Mapping[str, Sequence[Range]]) -> str:
    """Legal ranges as text for a link: `0:100-300,0-1000,...;4:...`, in tenths; "" if none are set."""
    own = [(i, ranges[group.node]) for i, group in enumerate(groups) if group.node in ranges]
    return ";".join(f"{i}:{','.join(f'{low}-{high}' for low, high in ends)}" for i, ends in own)


def parse_ranges(groups: Sequence[Siblings], text: str) -> tuple[dict[str, tuple[Range, ...]], bool]:
    """Read legal ranges from a link; those that do not fit the standard, or that no weights can keep, are left out.

    Returns:
        Ranges of the children by group, and whether all of the text was understood.
    """
    found: dict[str, tuple[Range, ...]] = {}
    whole = len(text) <= MAX_SET
    for part in text[:MAX_SET].split(";") if text else []:
        match = re.fullmatch(r"([0-9]{1,4}):([0-9]{1,4}-[0-9]{1,4}(?:,[0-9]{1,4}-[0-9]{1,4})*)", part, re.ASCII)
        group = groups[int(match[1])] if match and int(match[1]) < len(groups) else None
        ends = [one.split("-") for one in match[2].split(",")] if match else []
        ranges = tuple((int(low), int(high)) for low, high in ends)
        if group is not None and len(ranges) == len(group.children) and can_be_kept(ranges):
            found[group.node] = ranges
        else:
            whole = False
    return found, whole


def chosen(text: str, known: Collection[str], most: int) -> tuple[list[str], bool]:
    """Codes from a link, those that exist, at most so many; and whether all were good."""
    words = [word for word in text[:MAX_LINK].split(",") if word]
    good = [word for word in dict.fromkeys(words) if word in known][:most]
    return good, good == words and len(text) <= MAX_LINK


@dataclass(frozen=True)
class Known:
    """What a link may name; anything else in it is refused.

    Attributes:
        levels: Levels of region, the first is the default.
        periods: Periods.
        latest: The period that is shown by default.
        groups: Nodes that can be weighed.
        regions: Codes of the regions.
        peers: Values of the column `group`.
        nodes: First-level nodes.
        branches: Nodes below the root, of any depth.
        indicators: Ids of the indicators.
        sets: Sets of weights that are kept on the server.
    """

    levels: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    latest: str = ""
    groups: tuple[Siblings, ...] = ()
    regions: frozenset[str] = frozenset()
    peers: tuple[str, ...] = ()
    nodes: tuple[str, ...] = ()
    branches: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    sets: Sets = field(default_factory=Sets, compare=False, repr=False)


@dataclass(frozen=True)
class ViewState:
    """What the reader looks at. An empty text is the default.

    Attributes:
        lang: Language of the screen.
        level: Level of region.
        period: Period.
        weights: Changed groups of weights in tenths of a percent, in the order of the tree.
        method: Parts of the method that are tried: step and kind.
        peer: The group that regions are compared with.
        regions: Regions to compare, at most six.
        region: The region of the Region page.
        find: The region that is marked on the board.
        peers: Peers named by hand.
        band: One of the five bands A–E.
        align: The node at which the bars are aligned.
        page: Page of the board, from 1.
        indicator: The indicator shown.
        node: The node shown in place of an indicator.
        limits: What weights may be on the Robustness page, as JSON.
        within: How far the board lets weights stray from the standard's, one of `WITHIN`.
        ranges: Legal ranges of children that were set one by one, by group, in the order of the tree.
    """

    lang: Lang = "zh"
    level: str = ""
    period: str = ""
    weights: Weights = ()
    method: tuple[tuple[str, str], ...] = ()
    peer: str = ""
    regions: tuple[str, ...] = ()
    region: str = ""
    find: str = ""
    peers: tuple[str, ...] = ()
    band: str = ""
    align: str = ""
    page: int = 1
    indicator: str = ""
    node: str = ""
    limits: str = ""
    within: str = ""
    ranges: Ranges = ()


def render(state: ViewState, known: Known) -> dict[str, str]:
    """The state as the words of a link; defaults are left out, the language is always said.

    Up to eight weights stand in it (`w`); more are kept on the server, and the link bears their name (`ws`). So do
    legal ranges (`r` and `rs`).
    """
    weights = render_weights(known.groups, dict(state.weights))
    short = sum(len(group) for _, group in state.weights) <= INLINE
    ranges = render_ranges(known.groups, dict(state.ranges))
    few = sum(len(group) for _, group in state.ranges) <= INLINE
    found = {
        "lang": state.lang,
        "w": weights if short else "",
        "ws": "" if short or not weights else known.sets.keep(weights),
        "r": ranges if few else "",
        "rs": "" if few or not ranges else known.sets.keep(ranges),
        "within": state.within,
        "limits": known.sets.keep(state.limits) if state.limits else "",
        "regions": ",".join(state.regions),
        "code": state.region,
        "peers": ",".join(state.peers),
        "page": str(state.page) if state.page > 1 else "",
        **{word: getattr(state, word) for word in PLAIN},
        **dict(state.method),
    }
    return {word: text for word, text in found.items() if text}


def parse(query: Mapping[str, str], known: Known) -> tuple[ViewState, tuple[str, ...]]:
    """Read a link; what does not fit is left out.

    Returns:
        The state, and the words of the link that were not understood.
    """
    # Words that no link of this version has: another version's, or a slip.
    bad = [word[:MOST_WORD] for word in list(query)[:MOST_WORDS] if word not in WORDS]

    def one(word: str, options: Collection[str], default: str = "") -> str:
        text = query.get(word, "")
        if text and text not in options:
            bad.append(word)
        return text if text in options and text != default else ""

    def several(word: str, most: int) -> tuple[str, ...]:
        good, whole = chosen(query.get(word, ""), known.regions, most)
        if not whole:
            bad.append(word)
        return tuple(good)

    weights, ranges = _of_groups(query, known, bad)
    limits = known.sets.find(query["limits"]) if query.get("limits") else ""
    if limits is None:
        bad.append("limits")
    page = query.get("page", "")
    if page and not re.fullmatch("[1-9][0-9]{0,4}", page, re.ASCII):
        bad.append("page")
        page = ""
    tried = ((key.split(".")[0], one(key.split(".")[0], kinds)) for key, kinds in METHODS.items())
    return ViewState(
        lang="en" if one("lang", ("zh", "en")) == "en" else "zh",
        level=one("level", known.levels, next(iter(known.levels), "")),
        period=one("period", known.periods, known.latest),
        weights=weights,
        method=tuple((step, kind) for step, kind in tried if kind),
        peer=one("peer", known.peers),
        regions=several("regions", MOST_REGIONS),
        region=one("code", known.regions),
        find=one("find", known.regions),
        peers=several("peers", MOST_PEERS),
        band=one("band", BANDS),
        align=one("align", known.nodes),
        page=int(page or 1),
        indicator=one("indicator", known.indicators),
        node=one("node", known.branches),
        limits=limits or "",
        within=one("within", WITHIN),
        ranges=ranges,
    ), tuple(dict.fromkeys(bad))


def _of_groups(query: Mapping[str, str], known: Known, bad: list[str]) -> tuple[Weights, Ranges]:
    """Weights and legal ranges in a link, in the order of the tree; `bad` takes the words that were not understood."""
    word, text = _kept_in(query, known, "w", "ws")
    weights, whole = parse_weights(known.groups, text) if text is not None else ({}, False)
    if not whole:
        bad.append(word)
    word, text = _kept_in(query, known, "r", "rs")
    ranges, whole = parse_ranges(known.groups, text) if text is not None else ({}, False)
    if not whole:
        bad.append(word)
    nodes = [group.node for group in known.groups]
    return (
        tuple((node, weights[node]) for node in nodes if node in weights),
        tuple((node, ranges[node]) for node in nodes if node in ranges),
    )


def _kept_in(query: Mapping[str, str], known: Known, said: str, named: str) -> tuple[str, str | None]:
    """The word of the link that says a text or names one, and the text; None if nothing is kept under the name."""
    if query.get(named):
        return named, known.sets.find(query[named])
    text = query.get(said, "")
    return said, text if len(text) <= MAX_LINK else None
