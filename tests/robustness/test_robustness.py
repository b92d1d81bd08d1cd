"""Robustness: every fast way against a plain loop, and indices against functions whose indices are known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator import Evidence, evaluate, read_evidence, read_standard
from evaluator.bundled import bundled_evidence
from evaluator.cli import run
from evaluator.methods import Ranking
from evaluator.methods.registry import method
from evaluator.robustness import RobustnessSettings, analyse, count_places
from evaluator.robustness.choices import make_choices, read_alternatives
from evaluator.robustness.draws import drawn, drawn_places, points, uniform
from evaluator.robustness.drivers import Factors, driver_table
from evaluator.robustness.effective import main_effect, sobol_of_children
from evaluator.robustness.leaving import without
from evaluator.robustness.places import _counted, _ordered, _spread, count_parts, list_places, places_of
from evaluator.robustness.quick import order_together
from evaluator.robustness.scores import scores_of
from evaluator.robustness.singles import Gaps, Whole, single
from evaluator.robustness.sobol import Indices, first_and_total, indices, noisy
from evaluator.scoring.kernel import rank
from indicators.faults import Faults
from indicators.yamls import Plain

CHANGES = [
    {},
    {"aggregation.kind": "geometric", "normalisation.range": [1, 100]},
    {"aggregation.kind": "geometric"},
    {"missing.parents": "zero"},
    {"missing.min_coverage": 0.95},
    {"aggregation.kind": "points"},
    {"aggregation.kind": "minimum"},
]


@pytest.fixture(scope="module")
def provinces():
    return read_standard("dbe-provinces"), read_evidence(bundled_evidence("china"))


@pytest.fixture(scope="module")
def assessment(provinces):
    return evaluate(*provinces, lang="en")


@pytest.mark.parametrize("change", CHANGES, ids=str)
@pytest.mark.parametrize("period", ["2015", "2023"])
def test_places_of_draws_are_those_of_the_ordinary_path(provinces, change, period):
    standard, evidence = provinces
    made = evaluate(standard.with_method(change), evidence)
    kernel, t = made.kernels[0], made.run.periods.index(period)
    plan = kernel.plan
    weights = uniform(plan, points(20, len(drawn_places(plan)), 3), plan.weights, 0.5)
    fast = scores_of(kernel, t, weights)
    for row, own in zip(weights, fast, strict=True):
        slow = kernel.scored(row).score[t, 0]
        assert (np.isnan(slow) == np.isnan(own)).all()
        assert np.nanmax(np.abs(slow - own), initial=0) < 1e-9
    plain = np.stack([rank(kernel.scored(row).score[t, 0], plan.ranking) for row in weights])
    assert (places_of(fast) == plain).all()
    histogram = count_places(kernel, t, weights, pairs=True)
    for i in range(plain.shape[1]):
        own = plain[:, i][plain[:, i] > 0]
        assert histogram.unplaced[i] == (plain[:, i] == 0).sum()
        if len(own):
            assert histogram.mean[i] == pytest.approx(own.mean())
            for share in (0, 0.05, 0.5, 0.95, 1):
                assert histogram.quantile(share)[i] == pytest.approx(np.quantile(own, share))


@given(
    st.lists(st.lists(st.sampled_from([1.0, 2.0, 2.0, 3.5, -1.0, float("nan")]), min_size=5, max_size=5), min_size=1)
)
def test_packed_places_are_competition_ranks(rows):
    scores = np.array(rows)
    assert (places_of(scores) == rank(scores, Ranking())).all()


@given(st.floats(1e-3, 1e14), st.integers(0, 2**32 - 1))
@settings(max_examples=40)
def test_packed_places_hold_at_any_size_of_score(size, seed):
    scores = np.random.default_rng(seed).normal(size=(3, 40)) * size
    assert (places_of(scores) == rank(scores, Ranking())).all()


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(assessment):
    one = analyse(assessment, RobustnessSettings(draws=500, seed=4)).intervals()
    two = analyse(assessment, RobustnessSettings(draws=500, seed=4)).intervals()
    other = analyse(assessment, RobustnessSettings(draws=500, seed=5)).intervals()
    assert one.equals(two) and not one.equals(other)


def test_without_uncertainty_every_place_is_its_own(assessment):
    table = analyse(assessment, RobustnessSettings(draws=50, weights=0)).intervals()
    for row in table.to_pylist():
        assert row["best"] == row["worst"] == row["baseline"]


def test_pairs_add_up_to_one(assessment):
    table = analyse(assessment, RobustnessSettings(draws=200)).pairwise().to_pylist()
    share = {(row["a"], row["b"]): row["probability"] for row in table}
    assert len(share) == 31 * 30
    for (a, b), probability in share.items():
        assert probability + share[b, a] == pytest.approx(1)


def test_a_combination_that_fails_is_counted_and_the_rest_goes_on(assessment):
    choices = {"normalisation.kind": ["minmax", "goalposts"], "aggregation.kind": ["arithmetic", "geometric"]}
    found = analyse(assessment, RobustnessSettings(draws=400, alternatives=choices))
    lost = sum(count for _, count in found.failures)
    assert len(found.failures) == 2 and 150 < lost < 250
    assert found.histogram().draws == 400 - lost
    assert all("goalposts" in one.failure.en for one, _ in found.failures)


def test_what_is_misspelt_or_cannot_be_scored_at_all_is_a_fault(assessment):
    impossible: list[dict[str, list[Plain]]] = [
        {"normalisation.kind": ["goalposts"]},
        {"normalisation.knd": ["minmax"]},
        {"normalisation.kind": ["minmax", "zscoer"]},
        {"weights": ["standard", "eqaul"], "aggregation.kind": ["arithmetic"]},
        {"nonsense": [1]},
        {"weights.kind": ["entropy"]},
        {"normalisation": [{"kind": "distance-to-reference", "reference": "Atlantis"}]},
    ]
    for choices in impossible:
        with pytest.raises(Faults):
            analyse(assessment, RobustnessSettings(draws=10, alternatives=choices))


def test_weights_as_a_choice_are_the_weights_of_the_draws(provinces, assessment):
    standard, evidence = provinces
    choices = {"weights.kind": ["standard", "equal", "std"], "normalisation.kind": ["minmax", "rank"]}
    found = analyse(assessment, RobustnessSettings(draws=60, weights=0, alternatives=choices))
    counts = np.zeros((31, 31))
    numbers = found.choices.number(found._unit[:, len(drawn_places(found.kernel.plan)) :])
    for number, combination in enumerate(found.choices.combinations):
        made = evaluate(standard.with_method(combination.settings), evidence)
        own = made.kernels[0].scored().score[found.period, 0]
        counts[np.arange(31), rank(own, Ranking()) - 1] += (numbers == number).sum()
    assert (found.histogram().counts == counts).all()
    assert len({tuple(one.weights(found.period)) for one in found.choices.combinations}) > 2


def test_an_indicator_or_a_node_left_out_is_a_choice_like_any_other(provinces, assessment):
    standard, evidence = provinces
    names = ["none", "industry.domain_names", "support"]
    choices: dict[str, list[Plain]] = {"leave_out": [*names], "normalisation.kind": ["minmax", "rank"]}
    found = analyse(assessment, RobustnessSettings(draws=90, alternatives=choices))
    counts = np.zeros((31, 31))
    for combination, (kernel, weights, _) in zip(found.choices.combinations, found._parts(), strict=True):
        own = {k: v for k, v in combination.settings.items() if k != "leave_out"}
        changed = standard.with_method(own)
        left = str(combination.settings["leave_out"])
        changed = changed if left == "none" else changed.without(left)
        there = {place.name for place in kernel.plan.places} & {*changed.nodes, *changed.by_id}
        for row in weights:
            moved = changed.with_weights({name: float(row[kernel.plan.position[name]]) for name in there - {"total"}})
            for one in evaluate(moved, evidence, period="2023").ranking().to_pylist():
                counts[kernel.cells.regions.index(one["region"]), one["rank"] - 1] += 1
    assert (found.histogram().counts == counts).all()
    table = found.drivers().to_pylist()
    assert {row["factor"] for row in table} >= {"leave_out", "normalisation.kind"}
    every = analyse(assessment, RobustnessSettings(draws=40, alternatives={"leave_out": ["none", "each"]}))
    assert len(every.choices.combinations) == 21 and every.histogram().draws == 40
    with pytest.raises(Faults, match=r"industry.domain_names"):
        analyse(assessment, RobustnessSettings(draws=9, alternatives={"leave_out": ["industry.domain_nam"]}))


def test_each_draw_takes_the_weights_of_one_expert(provinces, assessment):
    standard, evidence = provinces
    experts = (("a", {"network": 3.0}), ("b", {"industry": 0.0, "support.graduates": 5.0}))
    choices = make_choices(assessment, 0, {}, experts)
    assert choices.names == ("experts",) and choices.sizes == (2,)
    found = analyse(assessment, RobustnessSettings(draws=64, weights=0, experts=experts))
    expected = set()
    for _, weights in experts:
        ranking = evaluate(standard.with_weights(weights), evidence, period="2023").ranking().to_pylist()
        expected.add(tuple(row["rank"] for row in sorted(ranking, key=lambda row: row["region"])))
    counts = found.histogram().counts
    for i in range(31):
        assert {int(place) + 1 for place in np.flatnonzero(counts[i])} == {row[i] for row in expected}
    assert (
        "experts" in analyse(assessment, RobustnessSettings(experts=experts, sample=16)).drivers()["factor"].to_pylist()
    )


def test_a_node_whose_children_weigh_nothing_is_missing_as_in_the_ordinary_path(assessment):
    kernel = assessment.kernels[0]
    plan, t = kernel.plan, assessment.run.periods.index("2023")
    weights = np.tile(plan.weights, (2, 1))
    weights[0, list(plan.places[plan.position["support"]].children)] = 0
    weights[1, 1:] = 0
    fast = scores_of(kernel, t, weights)
    assert fast[0] == pytest.approx(kernel.scored(weights[0]).score[t, 0], abs=1e-9)
    assert np.isnan(fast[1]).all()


def test_listed_draws_say_the_same_as_counted_ones(assessment):
    kernel, t = assessment.kernels[0], assessment.run.periods.index("2015")
    weights = uniform(kernel.plan, points(333, len(drawn_places(kernel.plan)), 3), kernel.plan.weights, 0.5)
    counted, listed = count_places(kernel, t, weights), list_places(kernel, t, weights)
    listed = listed.joined(list_places(kernel, t, weights[:50]))
    counted = counted.joined(count_places(kernel, t, weights[:50]))
    assert (counted.unplaced == listed.unplaced).all() and counted.draws == listed.draws
    np.testing.assert_array_equal(counted.mean, listed.mean)
    for share in (0, 0.05, 0.31, 0.5, 1):
        np.testing.assert_array_equal(counted.quantile(share), listed.quantile(share))
    for span in ((1, None), (1, 10), (4, 3), (20, 31)):
        np.testing.assert_array_equal(counted.share(*span), listed.share(*span))


@given(
    st.lists(
        st.lists(st.sampled_from([1.0, 2.0, 2.0, 3.5, -1.0, float("nan")]), min_size=5, max_size=5),
        min_size=1,
        max_size=9,
    )
)
def test_ties_and_gaps_are_counted_where_they_belong(rows):
    scores = np.array(rows)
    found = _counted([_ordered(scores, 9)], len(rows), 5, True)
    plain = rank(scores, Ranking())
    for i in range(5):
        assert found.unplaced[i] == (plain[:, i] == 0).sum()
        assert (found.counts[i] == [(plain[:, i] == place).sum() for place in range(1, 6)]).all()


def test_every_region_alike_shares_the_first_place_and_one_region_has_it():
    for regions in (1, 200):
        same = np.full((300, regions), 7.0)
        found = _counted([_ordered(same, 9)], 300, regions, False)
        assert (found.counts[:, 0] == 300).all() and found.counts.sum() == 300 * regions


@pytest.mark.parametrize("change", [{}, {"aggregation.kind": "geometric", "normalisation.range": [1, 100]}], ids=str)
@pytest.mark.parametrize("more", [{}, {"ranking.basis": "printed", "ranking.decimals": 3}], ids=str)
@pytest.mark.parametrize(("period", "kind"), [("2023", Whole), ("2015", Gaps)])
def test_single_precision_gives_the_places_of_double(provinces, change, more, period, kind):
    standard, evidence = provinces
    made = evaluate(standard.with_method({**change, **more}), evidence)
    kernel, t = made.kernels[0], made.run.periods.index(period)
    # Twins differ by less than single precision can tell, or not at all.
    values = kernel.normalised[t]
    values[:, 3], values[:, 7] = values[:, 5] + 1e-7, values[:, 9]
    weights = uniform(kernel.plan, points(3000, len(drawn_places(kernel.plan)), 3), kernel.plan.weights, 0.5)
    prepared = single(kernel, t, weights)
    assert isinstance(prepared, kind)
    usable = prepared.ready(weights)[1]
    weights = weights[usable]
    found = order_together([(prepared, weights)], 31)
    assert found is not None and len(found.row) and usable.mean() > 0.5
    decimals = kernel.plan.ranking.decimals if more else 9
    assert (_spread(found) == places_of(scores_of(kernel, t, weights), decimals)).all()


@pytest.mark.parametrize("share", [0.4, 0.55, 0.8, 0.9])
@pytest.mark.parametrize("parents", ["reweight", "fail"])
def test_a_minimum_of_coverage_holds_in_single_precision_too(provinces, share, parents):
    standard, evidence = provinces
    made = evaluate(standard.with_method({"missing.min_coverage": share, "missing.parents": parents}), evidence)
    kernel, t = made.kernels[0], made.run.periods.index("2015")
    kernel.normalised[t, 2:9:3, 4:9], kernel.measured[t, 2:9:3, 4:9] = np.nan, 0
    weights = uniform(kernel.plan, points(500, len(drawn_places(kernel.plan)), 3), kernel.plan.weights, 0.3)
    histogram = count_places(kernel, t, weights)
    plain = np.stack([rank(kernel.scored(row).score[t, 0], kernel.plan.ranking) for row in weights])
    for i in range(31):
        assert histogram.unplaced[i] == (plain[:, i] == 0).sum()
        assert (histogram.counts[i] == np.bincount(plain[plain[:, i] > 0, i], minlength=32)[1:]).all()


def test_draws_of_several_methods_together_are_those_of_each(provinces):
    standard, evidence = provinces
    parts, whole = [], None
    for k, change in enumerate(CHANGES):
        made = evaluate(standard.with_method(change), evidence)
        kernel, t = made.kernels[0], made.run.periods.index("2015" if k % 2 else "2023")
        weights = uniform(kernel.plan, points(100 + k, len(drawn_places(kernel.plan)), k), kernel.plan.weights, 0.5)
        parts.append((kernel, weights))
    for kernel, weights in parts:
        own = count_places(kernel, t, weights, pairs=True)
        whole = own if whole is None else whole.joined(own)
    together = count_parts(parts, t, pairs=True)
    assert whole is not None and together.draws == whole.draws
    assert (together.counts == whole.counts).all() and (together.unplaced == whole.unplaced).all()
    assert together.ahead is not None and (together.ahead == whole.ahead).all()


def ishigami(x):
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def of_one(a, b, ab, **more):
    """Indices of a single output."""
    found = indices(a[:, None], b[:, None], ab[:, :, None], **more)
    return Indices(found.first[0], found.total[0], found.first_interval[0], found.total_interval[0])


def test_indices_of_a_function_whose_indices_are_known():
    unit = points(2**13, 6, 1) * 2 * np.pi - np.pi
    a, b = unit[:, :3], unit[:, 3:]
    runs = []
    for k in range(3):
        ab = a.copy()
        ab[:, k] = b[:, k]
        runs.append(ishigami(ab))
    found = of_one(ishigami(a), ishigami(b), np.array(runs), seed=1, resamples=50)
    assert found.first == pytest.approx([0.3139, 0.4424, 0.0], abs=0.02)
    assert found.total == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.02)


def test_indices_equal_those_of_scipy_on_the_same_sample():
    from scipy import stats

    unit = points(256, 6, 2) * 2 * np.pi - np.pi
    a, b = unit[:, :3], unit[:, 3:]
    mixed = np.empty((3, 256, 3))
    for k in range(3):
        mixed[k] = a
        mixed[k][:, k] = b[:, k]
    f_a, f_b, f_ab = ishigami(a), ishigami(b), np.array([ishigami(one) for one in mixed])
    given_out = {"f_A": f_a[None], "f_B": f_b[None], "f_AB": f_ab[:, None, :]}
    expected = stats.sobol_indices(func=given_out, n=256)
    centre = np.concatenate([f_a, f_b]).mean()
    first, total = first_and_total(f_a - centre, f_b - centre, f_ab - centre)
    assert first == pytest.approx(expected.first_order.ravel(), abs=1e-6)
    assert total == pytest.approx(expected.total_order.ravel(), abs=1e-6)


def test_indices_equal_those_of_salib_on_the_same_sample():
    sobol = pytest.importorskip("SALib.analyze.sobol")
    unit = points(256, 6, 2) * 2 * np.pi - np.pi
    a, b = unit[:, :3], unit[:, 3:]
    mixed = np.array([np.where(np.arange(3) == k, b, a) for k in range(3)])
    f_a, f_b, f_ab = ishigami(a), ishigami(b), np.array([ishigami(one) for one in mixed])
    problem = {"num_vars": 3, "names": ["x", "y", "z"], "bounds": [[-np.pi, np.pi]] * 3}
    runs = np.column_stack([f_a, *f_ab, f_b]).ravel()
    expected = sobol.analyze(problem, runs, calc_second_order=False, num_resamples=2, seed=1)
    centre = runs.mean()  # SALib centres on all runs
    first, total = first_and_total(f_a - centre, f_b - centre, f_ab - centre)
    assert first == pytest.approx(expected["S1"], abs=1e-6)
    assert total == pytest.approx(expected["ST"], abs=1e-6)


def test_indices_of_the_g_function_are_those_of_its_formula():
    # Saltelli and Sobol' (1995): V_i = 1 / (3 (1 + a_i)²), V = Π (1 + V_i) − 1, V_Ti = V_i Π_{j≠i} (1 + V_j).
    known = np.array([0.0, 1.0, 4.5, 9.0])
    parts = 1 / (3 * (1 + known) ** 2)
    whole = np.prod(1 + parts) - 1
    unit = points(2**13, 8, 1)
    a, b = unit[:, :4], unit[:, 4:]

    def g(x):
        return np.prod((np.abs(4 * x - 2) + known) / (1 + known), axis=1)

    mixed = np.array([g(np.where(np.arange(4) == k, b, a)) for k in range(4)])
    found = of_one(g(a), g(b), mixed, seed=1, resamples=50)
    assert found.first == pytest.approx(parts / whole, abs=0.02)
    assert found.total == pytest.approx(parts * np.prod(1 + parts) / (1 + parts) / whole, abs=0.02)
    assert (found.first_interval[:, 0] <= found.first).all() and (found.first <= found.first_interval[:, 1]).all()


def test_a_table_of_drivers_holds_the_indices_of_each_output():
    def outputs(unit):
        x = unit * 2 * np.pi - np.pi
        return np.column_stack([1e3 + ishigami(x), x[:, 1], np.ones(len(x))])

    factors = Factors(["x", "y", "z"], [[0], [1], [2]], 3)
    table = driver_table(factors, outputs, ["f", "y", "one"], 300, 4, lambda _: None)
    unit = points(300, 6, 5)
    a, b = unit[:, :3], unit[:, 3:]
    mixed = np.array([outputs(np.where(np.arange(3) == k, b, a)) for k in range(3)])
    of_a, of_b = outputs(a), outputs(b)
    centre = (of_a.mean(axis=0) + of_b.mean(axis=0)) / 2
    for i, name in enumerate(["f", "y", "one"]):
        first, total = first_and_total((of_a - centre)[:, i], (of_b - centre)[:, i], (mixed - centre)[:, :, i])
        rows = [row for row in table.to_pylist() if row["output"] == name]
        if name == "one":
            assert all(row["note"] == "no-variance" and row["first"] is None for row in rows)
            continue
        assert [row["first"] for row in rows] == pytest.approx(first, abs=1e-6)
        assert [row["total"] for row in rows] == pytest.approx(total, abs=1e-6)


def test_noise_is_named():
    random = np.random.default_rng(1)
    found = indices(random.normal(size=(20, 1)), random.normal(size=(20, 1)), random.normal(size=(2, 20, 1)), seed=1)
    assert all(noisy(found)[0])
    still = indices(np.ones((20, 1)), np.ones((20, 1)), np.ones((1, 20, 1)), seed=1)
    assert noisy(still) == [["no-variance"]]


def test_drivers_name_every_choice(assessment):
    choices = {"aggregation.kind": ["arithmetic", "harmonic"]}
    settings_ = RobustnessSettings(draws=10, alternatives=choices, sample=64)
    table = analyse(assessment, settings_).drivers()
    assert table["factor"].to_pylist()[0] == "weights.total" and "aggregation.kind" in table["factor"].to_pylist()


def test_leaving_one_out_is_the_standard_without_it(provinces, assessment):
    standard, evidence = provinces
    table = analyse(assessment).leave_out().to_pylist()
    for name in ("network", "industry.domain_names"):
        made = evaluate(standard.without(name), evidence)
        expected = {row["region"]: row["rank"] for row in made.ranking().to_pylist() if row["period"] == "2023"}
        found = {row["region"]: row["rank"] for row in table if row["left_out"] == name}
        assert found == expected
        assert all(row["rank_change"] == row["baseline"] - row["rank"] for row in table if row["left_out"] == name)


def test_the_last_child_takes_its_parent_with_it(assessment):
    plan = assessment.kernels[0].plan
    weights = plan.weights.copy()
    children = plan.places[plan.position["support"]].children
    weights[children[0]] = 0
    assert without(plan, weights, children[1])[plan.position["support"]] == 0


def test_effective_weights_of_known_functions():
    x = np.linspace(-1, 1, 400)
    noise = np.random.default_rng(1).normal(size=400)
    assert main_effect(x, 3 * x)[1] == pytest.approx(1, abs=1e-6)
    assert main_effect(x, x**2)[1] > 0.95 and abs(main_effect(x, x**2)[0]) < 1e-9
    assert main_effect(x, noise)[1] < 0.1
    assert np.isnan(main_effect(x, np.ones(400))[1])


def test_sobol_indices_of_a_node_s_own_children():
    """By hand: weights 0.75 and 0.25 over spreads of 1 and 3 weigh the same; the least of two coins."""
    linear = method("aggregation", {"kind": "arithmetic"})
    scores = np.array([[-1.0, 1.0, -1.0, 1.0], [-3.0, -3.0, 3.0, 3.0]])
    first, total = sobol_of_children(linear, scores, np.array([0.75, 0.25]))
    assert first == pytest.approx([0.5, 0.5]) and total == pytest.approx([0.5, 0.5])
    worst = method("aggregation", {"kind": "minimum"})
    first, total = sobol_of_children(worst, np.array([[0.0, 1.0], [0.0, 1.0]]), np.array([1.0, 1.0]))
    # min(x, y) of two fair coins: variance 3/16, main effects 1/16 each, interaction 1/16
    assert first == pytest.approx([1 / 3, 1 / 3], abs=0.02) and total == pytest.approx([2 / 3, 2 / 3], abs=0.02)
    assert np.isnan(sobol_of_children(None, scores, np.array([1.0, 1.0]))[0]).all()


def test_effective_weights_stand_beside_given_ones(assessment):
    rows = analyse(assessment).effective().to_pylist()
    tops = [row for row in rows if row["parent"] == "total"]
    assert sum(row["weight"] for row in tops) == pytest.approx(1)
    assert sum(row["effective_weight"] for row in tops) == pytest.approx(1)
    total = {row["node"]: row["weight_in_total"] for row in rows}
    assert total["support.graduates"] == pytest.approx(0.1 / 2) and total["network"] == pytest.approx(0.25)


@pytest.mark.parametrize("kind", ["uniform", "normal", "dirichlet"])
def test_other_ways_to_draw_weights(assessment, kind):
    plan = assessment.kernels[0].plan
    unit = points(1024, len(drawn_places(plan)), 1)
    made = drawn(kind, plan, unit, plan.weights, 0.3)
    assert made.shape == (1024, len(plan.places)) and (made >= 0).all()
    assert np.abs(made.mean(axis=0) / plan.weights - 1).max() < 0.05
    assert (drawn(kind, plan, unit, plan.weights, 0.0) == plan.weights).all()
    five = made[:, list(plan.places[0].children)]
    if kind == "normal":
        assert (five / plan.weights[list(plan.places[0].children)]).std(axis=0) == pytest.approx(0.3, rel=0.05)
    if kind == "dirichlet":
        given_out = plan.weights[list(plan.places[0].children)]
        shares = given_out / given_out.sum()
        size = 4 / 0.3**2 - 1
        expected = np.sqrt(shares * (1 - shares) / (size + 1))
        assert (five / given_out.sum()).std(axis=0) == pytest.approx(expected, rel=0.05)


def test_drivers_of_one_region_stand_below_those_of_all(assessment):
    table = analyse(assessment, RobustnessSettings(sample=64)).drivers(["440000"])
    assert set(table["output"].to_pylist()) == {"mean_rank_shift", "rank:440000"}
    assert table.num_rows == 2 * len(set(table["factor"].to_pylist()))


def test_a_choice_that_fails_for_some_runs_says_how_many_could_not_be_used(assessment):
    choices = {"normalisation.kind": ["minmax", "zscore", "goalposts"]}
    table = analyse(assessment, RobustnessSettings(alternatives=choices, sample=64)).drivers()
    assert all("failed-runs:" in note for note in table["note"].to_pylist())


def test_leaving_a_region_out_is_scoring_without_it(provinces, assessment):
    import pyarrow.compute as pc

    standard, evidence = provinces
    table = analyse(assessment).leave_out_regions().to_pylist()
    regions = evidence.tables["regions"]
    fewer = Evidence.from_tables(
        {**evidence.tables, "regions": regions.filter(pc.not_equal(regions["region"], "110000"))}
    )
    expected = {
        row["region"]: row["rank"] for row in evaluate(standard, fewer).ranking().to_pylist() if row["period"] == "2023"
    }
    found = {row["region"]: row["rank"] for row in table if row["left_out"] == "110000"}
    assert found == expected
    last = max((row for row in assessment.ranking().to_pylist() if row["period"] == "2023"), key=lambda r: r["rank"])
    assert len(table) == 31 * 30 and last["region"] not in {
        row["region"] for row in table if row["left_out"] == last["region"]
    }


def test_replayed_draws_equal_scoring_them_one_by_one(provinces, tmp_path, capsys):
    standard, evidence = provinces
    path = tmp_path / "draws.csv"
    path.write_text(
        "run,weight.network,weight.industry.domain_names,normalisation.kind,treatment.max_points\n"
        "a,3,,,\nb,,0,zscore,\nc,1,2,,0.0\n,,,,\n",
        encoding="utf-8",
    )
    out = tmp_path / "out"
    assert run(["robustness", "--replay", str(path), "--period", "2020", "--out", str(out), "--lang", "en"]) == 0
    capsys.readouterr()
    import csv

    with (out / "replay_scores.csv").open(encoding="utf-8") as file:
        found = {(row["run"], row["region"]): row for row in csv.DictReader(file)}
    changes = {
        "a": standard.with_weight("network", 3),
        "b": standard.with_weight("industry.domain_names", 0).with_method({"normalisation.kind": "zscore"}),
        "c": standard.with_weights({"network": 1, "industry.domain_names": 2}).with_method({"treatment.max_points": 0}),
        "4": standard,
    }
    for name, changed in changes.items():
        for row in evaluate(changed, evidence, period="2020").ranking().to_pylist():
            own = found[name, row["region"]]
            assert float(own["score"]) == pytest.approx(row["score"], abs=1e-9)
            assert int(own["rank"]) == row["rank"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("run,weight.nothing\na,1\n", "nothing"),
        ("run,weight.network\na,-1\n", "no number"),
        ("run,nonsense\na,1\n", "nonsense"),
        ("", "empty"),
        ("run,weight.network\n", "no run"),
        ("run,weight.network\na,1,3\n", "3 columns instead of 2"),
        ("run,weight.network,weight.network\na,1,3\n", "repeated"),
        ("run,normalisation.range\na,[1\n", "YAML"),
        ("run,\na,1\n", "without a name"),
        ("run,normalisation.kind\na,zscor\n", "zscore"),
    ],
)
def test_a_wrong_table_of_draws_is_a_fault(tmp_path, capsys, text, words):
    path = tmp_path / "draws.csv"
    path.write_text(text, encoding="utf-8")
    assert run(["robustness", "--replay", str(path), "--lang", "en"]) == 1
    assert words in capsys.readouterr().err


def test_a_run_that_fails_is_named_and_the_others_are_written(tmp_path, capsys):
    path = tmp_path / "draws.csv"
    path.write_text("run,normalisation.kind\nbad,goalposts\ngood,rank\n", encoding="utf-8")
    assert run(["robustness", "--replay", str(path), "--lang", "en"]) == 0
    caught = capsys.readouterr()
    assert "run bad failed" in caught.err and "1 runs replayed, 1 failed" in caught.out


def test_settings_that_go_together_are_one_choice(assessment, tmp_path):
    """A name of one's own for several settings: each of its mappings is scored as `--set` would score it."""
    path = tmp_path / "choices.yaml"
    path.write_text(
        "scale:\n- {normalisation.kind: rank, normalisation.range: [1, 100], aggregation.kind: geometric}\n"
        "- {normalisation.kind: zscore, normalisation.mean: 50, normalisation.sd: 10}\n",
        encoding="utf-8",
    )
    found = analyse(
        assessment, RobustnessSettings(draws=16, weights=0, alternatives=read_alternatives(path, assessment.standard))
    )
    assert found.choices.names == ("scale",) and len(found.choices.combinations) == 2
    for one in found.choices.combinations:
        alone = evaluate(assessment.standard.with_method(one.settings), assessment.evidence)
        np.testing.assert_array_equal(one.kernel.scored().score, alone.kernels[0].scored().score)
    for wrong in ("minmax", {"normalisation.kind": "minmx"}):
        with pytest.raises(Faults, match="scale" if wrong == "minmax" else "minmx"):
            analyse(assessment, RobustnessSettings(draws=8, alternatives={"scale": [wrong]}))


@pytest.mark.parametrize(
    ("words", "code"), [(["--draws", "0"], 2), (["--weights", "2"], 2), (["--alternatives", "nowhere.yaml"], 1)]
)
def test_wrong_settings_are_faults(words, code, capsys):
    assert run(["robustness", *words, "--lang", "en"]) == code
    assert "Traceback" not in capsys.readouterr().err


def test_settings_outside_their_range_are_faults(assessment):
    with pytest.raises(Faults):
        analyse(assessment, RobustnessSettings(draws=0))


def test_the_command_writes_every_file(tmp_path, capsys):
    assert run(["robustness", "--draws", "64", "--out", str(tmp_path), "--lang", "zh"]) == 0
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {
        "rank_intervals.csv",
        "pairwise.parquet",
        "drivers.csv",
        "leave_out.csv",
        "leave_out_regions.csv",
        "effective_weights.csv",
        "manifest.json",
    }
    assert "北京市" in capsys.readouterr().out
