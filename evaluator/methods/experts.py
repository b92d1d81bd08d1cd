"""What people say about weights: points and judgements, read child by child.

One list may serve a whole tree: what does not concern the siblings is passed over. Nothing misspelt is
lost by that, because every child must be spoken of by its right name.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping

import numpy as np

from evaluator.methods.base import Floats, Siblings
from indicators.faults import Fault, fault


def amounts(siblings: Siblings, given: Mapping[str, float], who: str, faults: list[Fault]) -> Floats:
    """What one expert gives each child, `[child]`.

    Args:
        siblings: The group.
        given: Child → amount; names of other nodes are passed over.
        who: The expert, for the faults.
        faults: Grows by each child that is left out, each amount below 0, and amounts that are all 0.
    """
    spare = sorted(set(given) - set(siblings.children))
    for name in siblings.children:
        if name not in given:
            faults.append(_left_out(siblings, who, name, spare))
        elif given[name] < 0:
            faults.append(
                fault(
                    f"“{who}”给“{name}”的数为 {given[name]:g}，不得小于 0",
                    f"'{who}' gives '{name}' {given[name]:g}; it must be 0 or more",
                )
            )
    found = np.array([given.get(name, 0.0) for name in siblings.children])
    if not faults and found.sum() <= 0:
        faults.append(
            fault(
                f"“{who}”给“{siblings.parent}”各子项的数全为 0",
                f"'{who}' gives every child of '{siblings.parent}' 0",
                todo_zh="至少给一个子项大于 0 的数",
                todo_en="give at least one child more than 0",
            )
        )
    return found


def _left_out(siblings: Siblings, who: str, name: str, spare: list[str]) -> Fault:
    close = difflib.get_close_matches(name, spare, n=1)
    todo = (f"请补上“{name}”，可以为 0", f"add '{name}'; it may be 0")
    if close:
        todo = (f"请把“{close[0]}”改为“{name}”", f"write '{name}' for '{close[0]}'")
    return fault(
        f"“{who}”没有说到“{siblings.parent}”的子项“{name}”",
        f"'{who}' says nothing about '{name}' under '{siblings.parent}'",
        todo_zh=todo[0],
        todo_en=todo[1],
    )


def spread_of(shares: Floats) -> float:
    """Largest standard deviation of a child's weight between experts, `[expert, child]`; 0 for one expert."""
    return float(shares.std(axis=0, ddof=1).max()) if len(shares) > 1 else 0.0
