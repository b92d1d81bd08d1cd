"""The reference of methods is complete and what stands in docs is what the methods say today."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluator.methods import STEPS, kinds
from evaluator.methods.guide import SHARED, entry, guide
from evaluator.methods.registry import method_class

DOCS = Path(__file__).parents[2] / "docs" / "methods"
ALL = [
    (step, kind)
    for step in STEPS
    for kind in kinds(step)
    if method_class(step, kind).__module__.startswith("evaluator.methods.")
]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_docs_are_current(lang: str) -> None:
    written = (DOCS / f"{lang}.md").read_text(encoding="utf-8")
    assert written == guide(lang), "run: python -m evaluator.methods.guide"


@pytest.mark.parametrize(("step", "kind"), ALL)
def test_every_method_says_what_it_is_in_both_languages(step: str, kind: str) -> None:
    found = method_class(step, kind)
    for text in (found.title, found.about, found.use):
        assert text.zh and text.en
        assert any("\u4e00" <= sign <= "\u9fff" for sign in text.zh) or text.zh in ("TOPSIS 法", "Box–Cox 变换")
        assert not any("\u4e00" <= sign <= "\u9fff" for sign in text.en)
    assert found.formula and found.source
    for name in found.model_fields:
        assert name in found.parameters or name in SHARED, f"{step}.{kind}: {name} is not explained"
    assert set(found.parameters) <= set(found.model_fields)


@pytest.mark.parametrize(("step", "kind"), [pair for pair in ALL if pair[0] not in ("missing", "ranking")])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_method_shows_an_example(step: str, kind: str, lang: str) -> None:
    lines = entry(step, kind, lang)
    assert any(line.startswith("| 例 |" if lang == "zh" else "| Example |") for line in lines)
    shown = "\n".join(lines)
    assert "nan" not in shown.lower().replace("financ", "") and "inf |" not in shown


def test_nothing_is_missing_from_the_list_of_the_field() -> None:
    wanted = {
        "imputation": "none mean median group-mean group-median row-mean carry-forward linear regression knn",
        "treatment": "none winsorise-then-log winsorise percentile-cap log log-shift box-cox iqr",
        "normalisation": "minmax zscore rank percentile-rank borda goalposts distance-to-target distance-to-max"
        " distance-to-reference scaled steps above-below-mean none",
        "weights": "standard equal entropy critic std cv merec gini pca optimised ahp budget swing",
        "aggregation": "arithmetic geometric harmonic power minimum median copeland topsis mpi ampi owa mean-min bod"
        " points",
    }
    for step, words in wanted.items():
        assert set(words.split()) <= set(kinds(step))
