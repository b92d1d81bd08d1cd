"""A link that names a region or an indicator that is no more leads to what took its place, and says so."""

from __future__ import annotations

from collections.abc import Mapping

from evaluator.app.state import MAX_LINK, MOST_PEERS, MOST_REGIONS
from evaluator.app.world import World, label, region_name
from evaluator.messages import say
from indicators.reasons import RETIRED
from indicators.text import Lang, listed

REGIONS = {"code": 1, "find": 1, "regions": MOST_REGIONS, "peers": MOST_PEERS}
"""Words of a link that name regions, and how many each may name."""


def followed(query: Mapping[str, str], world: World, lang: Lang) -> tuple[dict[str, str], list[str]]:
    """The words of a link with what has been replaced replaced, and a sentence for each; all else stays as it is.

    A region counts as replaced if its code is retired in the period that the link shows and others took its place.
    """
    words = dict(query)
    period = query.get("period", "")
    period = period if period in world.periods else world.assessment.latest
    gone: dict[str, tuple[str, ...]] = {}
    for word, most in REGIONS.items():
        named = query.get(word, "")[:MAX_LINK].split(",")
        found = {code: heirs for code in named if code in world.names and (heirs := heirs_of(world, code, period))}
        if found:
            new = dict.fromkeys(one for code in named for one in found.get(code, (code,)))
            words[word] = ",".join(list(new)[: max(most, len(named))])
            gone |= {code: heirs if most > 1 else heirs[:1] for code, heirs in found.items()}
    said = [_of_region(world, code, shown, period, lang) for code, shown in gone.items()]
    old = query.get("indicator", "")
    for slot in world.plan.slots:
        if old in slot.indicator.replaces and old not in world.known.indicators:
            words["indicator"] = slot.indicator.id
            said.append(say("link_indicator", lang, gone=old, shown=label(world, slot.indicator.id, lang)))
            break
    return words, said


def heirs_of(world: World, code: str, period: str) -> tuple[str, ...]:
    """The codes of this level in force in a period that took the place of one retired by then; none if it is not."""
    validity = world.assessment.run.validity
    found: dict[str, None] = {}
    seen, ahead = {code}, [code]
    while ahead:
        one = ahead.pop(0)
        if validity.outside(one, period) != RETIRED:
            if one != code and one in world.names and not validity.outside(one, period):
                found[one] = None
            continue
        heirs = [heir for heir in validity.spans[one].successors if heir not in seen]
        seen.update(heirs)
        ahead += heirs
    return tuple(found)


def _of_region(world: World, code: str, shown: tuple[str, ...], period: str, lang: Lang) -> str:
    def names(codes: tuple[str, ...]) -> str:
        return listed((f"{region_name(world, one, lang)} {one}" for one in codes), lang)

    ends = world.assessment.run.validity.spans[code].ends
    others = tuple(one for one in heirs_of(world, code, period) if one not in shown)
    said = say("link_region", lang, gone=names((code,)), ends=ends, shown=names(shown))
    return said + (say("link_region_others", lang, others=names(others)) if others else "")
