"""The array kernel gives the numbers of the score of record, which is SQL."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from evaluator import Assessment, evaluate
from tests.properties.worlds import World, modest, worlds


def column(assessment: Assessment, name: str, shape: tuple[int, int, int]) -> NDArray[np.float64]:
    """A column of `scores` as `[period, place, region]`; rows stand by period, region and place."""
    periods, places, regions = shape
    values = assessment.scores()[name].to_numpy().astype(np.float64)
    return values.reshape(periods, regions, places).transpose(0, 2, 1)


def same(assessment: Assessment, weights: NDArray[np.float64] | None = None, by: Assessment | None = None) -> None:
    """Scores, coverage and places of SQL (`assessment`) and of the kernel (of `by`) are equal."""
    (kernel,) = (by or assessment).kernels
    scored = kernel.scored(weights)
    shape = scored.score.shape
    np.testing.assert_allclose(scored.score, column(assessment, "score", shape), rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(scored.coverage, column(assessment, "coverage", shape), rtol=1e-9, atol=1e-9)
    places = np.nan_to_num(column(assessment, "rank", shape), nan=0).astype(np.int64)
    np.testing.assert_array_equal(scored.ranks(kernel.plan.ranking), places)


@modest
@given(worlds())
def test_kernel_and_sql_agree_with_any_method(world: World) -> None:
    same(world.assess())


@modest
@given(worlds())
def test_values_of_each_step_agree(world: World) -> None:
    assessment = world.assess()
    (kernel,) = assessment.kernels
    periods, slots, regions = kernel.cells.values.shape
    table = assessment.indicators()
    steps = {
        "raw": kernel.raw,
        "imputed": kernel.imputed,
        "treated": kernel.treated,
        "normalised": kernel.normalised,
    }
    for name, block in steps.items():
        values = table[name].to_numpy().astype(np.float64).reshape(periods, regions, slots).transpose(0, 2, 1)
        np.testing.assert_allclose(block, values, rtol=1e-9, atol=1e-9, err_msg=name)


@modest
@given(worlds(), st.data())
def test_what_if_weights_of_the_kernel_are_those_of_a_new_run(world: World, data: st.DataObject) -> None:
    world = World(world.tree, world.directions, {**world.method, "weights": "standard"}, world.regions, world.values)
    base = world.assess()
    (kernel,) = base.kernels
    names = [place.name for place in kernel.plan.places[1:]]
    drawn = data.draw(st.lists(st.integers(0, 8), min_size=len(names), max_size=len(names)))
    changed = {name: weight / 4 for name, weight in zip(names, drawn, strict=True)}
    again = evaluate(world.standard().with_weights(changed), world.evidence())
    same(again, np.array([1.0, *changed.values()]), by=base)
