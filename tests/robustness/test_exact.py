"""Exact bounds: reached by their certificates, never tighter than any draw, equal to brute force on small cases."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator import Faults, evaluate, read_evidence, read_standard
from evaluator.bundled import bundled_evidence
from evaluator.cli import run
from evaluator.methods import Cells
from evaluator.methods.registry import method
from evaluator.robustness.admissible import Limits, groups_of
from evaluator.robustness.draws import drawn_places, points, uniform
from evaluator.robustness.exact import Exact, _group
from evaluator.robustness.places import count_places
from evaluator.robustness.reaching import lift, swap
from evaluator.scoring.kernel import Kernel, rank


@pytest.fixture(scope="module")
def provinces():
    return read_standard("dbe-provinces"), read_evidence(bundled_evidence("china"))


def exact_of(provinces, change=None, period="2023", share=0.25) -> Exact:
    standard, evidence = provinces
    made = evaluate(standard.with_method(change or {}), evidence)
    kernel, t = made.kernels[0], made.run.periods.index(period)
    return Exact(kernel, t, kernel.scored().weights[t], share)


@pytest.mark.parametrize(
    "change", [{}, {"aggregation.kind": "geometric", "normalisation.range": [1, 100]}], ids=["arithmetic", "geometric"]
)
def test_bounds_are_reached_and_hold_for_every_draw(provinces, change):
    exact = exact_of(provinces, change)
    unit = points(4000, len(drawn_places(exact.plan)), 7)
    histogram = count_places(exact.kernel, exact.period, uniform(exact.plan, unit, exact.weights, exact.share))
    low, high = histogram.quantile(0.0), histogram.quantile(1.0)
    for i in exact.ranked:
        for bound, drawn in ((exact.best(i), low[i]), (exact.worst(i), high[i])):
            assert bound.exact and bound.weights is not None
            score = exact.kernel.scored(bound.weights).score[exact.period, 0]
            assert rank(score, exact.plan.ranking)[i] == bound.place
            assert (
                bound.place <= drawn if drawn == low[i] and bound.place <= exact.baseline[i] else bound.place >= drawn
            )


def test_gaps_give_outer_bounds(provinces):
    exact = exact_of(provinces, period="2015")
    assert not exact.whole
    unit = points(500, len(drawn_places(exact.plan)), 7)
    histogram = count_places(exact.kernel, exact.period, uniform(exact.plan, unit, exact.weights, exact.share))
    for i in exact.ranked:
        best, worst = exact.best(i), exact.worst(i)
        assert not best.exact and not worst.exact
        assert best.place <= histogram.quantile(0.0)[i] and worst.place >= histogram.quantile(1.0)[i]


def test_bounds_from_pairs_are_never_tighter_than_exact_ones(provinces):
    exact = exact_of(provinces)
    for i in exact.ranked[:10]:
        first, last = exact.outer(i)
        assert first <= exact.best(i).place and last >= exact.worst(i).place


def test_a_longer_search_only_narrows_what_is_known(provinces):
    exact, whole = exact_of(provinces, share=0.6), exact_of(provinces, share=0.6)
    narrowed = 0
    for i in exact.ranked[::6]:
        for side, end in ((exact.best, whole.best(i)), (exact.worst, whole.worst(i))):
            before = side(i, 0)
            for nodes in (1, 20, 400):
                now = side(i, nodes)
                assert abs(now.place - end.place) <= abs(before.place - end.place)
                reached = exact.reached(i, now.weights)
                assert min(now.place, reached) <= end.place <= max(now.place, reached)
                assert now.exact == (now.place == reached)
                narrowed += now.place != before.place
                before = now
    assert narrowed


def test_no_room_means_the_published_places(provinces):
    exact = exact_of(provinces, share=0.0)
    for i in exact.ranked[:8]:
        assert exact.best(i).place == exact.worst(i).place == exact.baseline[i]


def test_who_dominates_is_ahead_in_every_draw(provinces):
    exact = exact_of(provinces)
    found = exact.dominates()
    unit = points(500, len(drawn_places(exact.plan)), 3)
    histogram = count_places(
        exact.kernel, exact.period, uniform(exact.plan, unit, exact.weights, exact.share), pairs=True
    )
    assert histogram.ahead is not None and found.any()
    assert (histogram.ahead[found] == histogram.draws).all()
    assert not (found & found.T).any()


@given(
    st.lists(st.floats(-5, 5), min_size=2, max_size=6),
    st.lists(st.floats(0.1, 3), min_size=6, max_size=6),
    st.floats(0, 0.9),
)
@settings(max_examples=80, deadline=None)
def test_the_extreme_of_a_group_is_that_of_all_its_corners(values, weights, share):
    x, w = np.array(values), np.array(weights[: len(values)])
    found, factors = _group(x[None, :], w, share)
    corners = [np.array(one) for one in itertools.product((1 - share, 1 + share), repeat=len(x))]
    best = max((w * u * x).sum() / (w * u).sum() for u in corners)
    assert found[0] == pytest.approx(best, abs=1e-9)
    assert (w * factors[0] * x).sum() / (w * factors[0]).sum() == pytest.approx(best, abs=1e-9)


def test_the_smallest_swap_makes_them_equal_and_less_does_not(provinces):
    exact = exact_of(provinces)
    a, b = (exact.kernel.cells.regions.index(code) for code in ("330000", "440000"))
    found = swap(exact, a, b)
    assert found is not None
    score = exact.kernel.scored().score[exact.period][list(found.places)]
    for (least, weights), size in (
        (found.l1, lambda d: np.abs(d).sum()),
        (found.linf, lambda d: np.abs(d).max()),
    ):
        assert weights.sum() == pytest.approx(1) and (weights >= -1e-12).all()
        assert weights @ score[:, a] == pytest.approx(weights @ score[:, b], abs=1e-6)
        assert size(weights - found.given) == pytest.approx(least, abs=1e-9)
        nearer = found.given + 0.99 * (weights - found.given)
        assert nearer @ score[:, a] > nearer @ score[:, b]


@pytest.mark.parametrize("change", [{}, {"aggregation.kind": "geometric", "normalisation.range": [1, 100]}], ids=str)
@pytest.mark.parametrize("node", ["network", "industry", None])
def test_a_swap_below_the_first_level_makes_them_equal_by_the_ordinary_path(provinces, change, node):
    exact = exact_of(provinces, change)
    at = None if node is None else exact.plan.position[node]
    order = sorted(exact.ranked, key=lambda i: exact.baseline[i])
    swaps = [(a, b, swap(exact, a, b, at)) for a, b in itertools.pairwise(order)]
    done = [(a, b, found) for a, b, found in swaps if found is not None]
    assert done
    for a, b, found in done:
        for _, weights in (found.l1, found.linf):
            whole = exact.weights.copy()
            if at is None:  # what each node weighs is what its indicators weigh together
                whole[list(exact.plan.leaves)] = weights
                for inner in exact.plan.upwards:
                    whole[inner] = whole[list(exact.plan.places[inner].children)].sum()
            else:
                whole[list(found.places)] = weights
            if any(whole[list(exact.plan.places[k].children)].sum() <= 0 for k in exact.plan.upwards):
                continue
            score = exact.kernel.scored(whole).score[exact.period, 0]
            assert score[a] == pytest.approx(score[b], abs=1e-4)
    if at is None:  # moving all indicators never takes more than moving some
        a, b, found = done[0]
        own = swap(exact, a, b, exact.plan.position["network"])
        assert own is None or found.l1[0] <= own.l1[0] + 1e-9


def test_a_swap_keeps_the_limits(provinces):
    exact = exact_of(provinces)
    limits = Limits(floors={"network": 0.15}, order=(("network", "support"),), vary=0.6)
    held = Exact(exact.kernel, exact.period, exact.weights, 0.0, groups_of(limits, exact.plan, exact.weights))
    order = sorted(exact.ranked, key=lambda i: exact.baseline[i])
    free, found = (swap(one, order[3], order[4], None) for one in (exact, held))
    assert free is not None and found is not None and found.l1[0] >= free.l1[0] - 1e-9
    names = [exact.plan.places[i].name for i in found.places]
    total = {pillar: sum(w for name, w in zip(names, found.l1[1], strict=True) if name.startswith(pillar + "."))
             for pillar in ("network", "support")}  # fmt: skip
    assert total["network"] >= 0.15 - 1e-9 and total["network"] >= total["support"] - 1e-9


def brute(exact, region, steps=41):
    """Best and worst place over a grid of one free share of two."""
    places = []
    for own in np.linspace(1 - exact.share, 1 + exact.share, steps):
        for other in (1 - exact.share, 1.0, 1 + exact.share):
            weights = exact.weights.copy()
            weights[1:3] *= (own, other)
            places.append(exact.reached(region, weights))
    return min(places), max(places)


@given(st.integers(0, 10**6), st.sampled_from([0.1, 0.5, 0.9]))
@settings(max_examples=25, deadline=None)
def test_bounds_of_small_cases_are_those_of_brute_force(seed, share):
    random = np.random.default_rng(seed)
    kernel = flat_kernel(random.uniform(0, 100, (2, 7)), random.uniform(1, 3, 2))
    exact = Exact(kernel, 0, kernel.scored().weights[0], share)
    for i in exact.ranked:
        first, last = brute(exact, i)
        best, worst, quick = exact.best(i), exact.worst(i), exact.best(i, nodes=0)
        # The grid may step over a narrow range of weights, but never reach further than what is proven.
        assert best.place <= first and worst.place >= last
        assert best.weights is not None and exact.reached(i, best.weights) == best.place
        assert worst.weights is not None and exact.reached(i, worst.weights) == worst.place
        assert quick.place <= best.place and quick.weights is not None
        assert exact.reached(i, quick.weights) >= best.place


def flat_kernel(values, weights):
    """A root with two indicators whose values are taken as they are."""
    made = evaluate(read_standard("dbe-provinces"), read_evidence(bundled_evidence("china")), period="2023")
    plan = made.kernels[0].plan
    steps = {step: method(step, {"kind": "none"}) for step in ("imputation", "treatment", "normalisation")}
    slots = tuple(replace(slot, **steps) for slot in plan.slots[:2])
    leaves = [
        replace(plan.places[plan.leaves[k]], parent=0, depth=1, slot=k, weight=float(weights[k])) for k in range(2)
    ]
    small = replace(plan, places=(replace(plan.places[0], children=(1, 2)), *leaves), slots=slots)
    signs = np.array([slot.aspect.direction for slot in slots])
    names = tuple(str(i) for i in range(values.shape[1]))
    ids = tuple(slot.indicator.id for slot in slots)
    raw = (signs[:, None] * values)[None]
    return Kernel(small, Cells(raw, ("2023",), (2023,), ids, names, signs, ("", ""), {}, np.full((2, 2), np.nan)))


def test_the_cheapest_lift_reaches_the_place_when_scored_again(provinces):
    exact = exact_of(provinces)
    i = exact.kernel.cells.regions.index("130000")
    equal = lift(exact, i, 15)
    assert equal is not None and equal.steps and equal.reached <= 15
    worth = [step.points for step in equal.steps]
    assert equal.cost == pytest.approx(sum(worth))
    dear = {exact.plan.slots[equal.steps[0].slot].indicator.id: 1e9}
    other = lift(exact, i, 15, dear)
    assert other is not None and other.reached <= 15
    assert equal.steps[0].slot not in {step.slot for step in other.steps} and other.cost >= equal.cost - 1e-9
    for step in other.steps:
        values = exact.kernel.treated[exact.period, step.slot]
        assert np.nanmin(values) - 1e-9 <= step.after <= np.nanmax(values) + 1e-9
    first = lift(exact, exact.kernel.cells.regions.index("110000"), 1)
    assert first is not None and first.steps == ()
    with pytest.raises(Faults):
        lift(exact, i, 15, {"nothing": 1.0})


@pytest.mark.parametrize("region", ["330000", "440000", "500000", "620000", "650000"])
def test_a_lift_by_a_few_places_gets_there_when_scored_again(provinces, region):
    exact = exact_of(provinces)
    i = exact.kernel.cells.regions.index(region)
    wanted = int(exact.baseline[i]) - 1
    found = lift(exact, i, wanted)
    assert found is None or found.reached <= wanted


def test_other_means_and_gaps_say_that_there_is_no_exact_answer(provinces):
    with pytest.raises(Faults):
        exact_of(provinces, {"aggregation.kind": "minimum"}).best(0)
    with pytest.raises(Faults):
        lift(exact_of(provinces, period="2015"), 0, 1)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--region", "浙江"], 0),
        (["--swap", "浙江,广东"], 0),
        (["--swap", "浙江,广东", "--node", "network"], 0),
        (["--swap", "浙江,广东", "--node", "indicators"], 0),
        (["--swap", "浙江,广东", "--node", "netwrk"], 1),
        (["--region", "浙江", "--nodes", "0"], 0),
        (["--swap", "北京,西藏"], 0),
        (["--region", "河北", "--to", "15"], 0),
        (["--weights", "1.5"], 2),
        (["--swap", "浙江"], 2),
        (["--region", "Atlantis"], 1),
        (["--region", "河北", "--to", "0"], 1),
    ],
)
def test_the_command(words, code, capsys, tmp_path):
    assert run(["bounds", *words, "--out", str(tmp_path), "--lang", "zh"]) == code
    assert "Traceback" not in capsys.readouterr().err
