"""Sets of weights with a name: kept, listed at the side, chosen, forgotten; a broken file holds none."""

from __future__ import annotations

import pytest

from evaluator.app import named
from evaluator.app.named import NamedSets
from tests.app.desk import healthy, opened


def test_sets_are_kept_by_standard_replaced_and_bounded(tmp_path, monkeypatch):
    kept = NamedSets(tmp_path / "new" / "sets.json")
    assert kept.of("a") == {}
    kept.keep("a", "  方案  一 ", "0:1")
    kept.keep("a", "方案 一", "0:2")
    kept.keep("b", "x" * 100, "0:3")
    assert kept.of("a") == {"方案 一": "0:2"} and list(kept.of("b")) == ["x" * 40]
    monkeypatch.setattr(named, "MOST_NAMED", 3)
    for i in range(5):
        kept.keep("a", f"s{i}", "0:1")
    assert list(kept.of("a")) == ["s2", "s3", "s4"]
    kept.drop("a", "s3")
    assert list(kept.of("a")) == ["s2", "s4"] and len(kept.of("b")) == 1


@pytest.mark.parametrize(
    "content", ["", "[1]", '{"a": 1}', '{"a": {"x": 1}}', "[" * 100_000, "\ud800".encode("utf-8", "surrogatepass")]
)
def test_a_broken_file_holds_no_sets(tmp_path, content):
    path = tmp_path / "sets.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert NamedSets(path).of("a") == {}


def test_legal_ranges_are_kept_with_a_name_and_come_back_with_it(tmp_path, monkeypatch):
    monkeypatch.setenv("EVALUATOR_HOME", str(tmp_path))
    ranges = "0:0-600,0-1000,0-1000,0-1000,0-1000"
    app = opened("weights", lang="en", w="0:600,100,100,100,100", r=ranges)
    app.text_input(key="weights_name").input("held")
    app.button(key="keep_weights").click().run()
    healthy(app)
    other = opened("weights", lang="zh", within="25")
    other.selectbox(key="state_weight_set").select("named:held").run()
    healthy(other)
    assert "".join(other.query_params["r"]) == ranges and "within" not in other.query_params
    path = next(tmp_path.rglob("named-weights.json"))
    path.write_text(path.read_text(encoding="utf-8").replace("0-600", "900-100"), encoding="utf-8")
    broken = opened("weights", lang="zh")
    broken.selectbox(key="state_weight_set").select("named:held").run()
    healthy(broken)
    assert "r" not in broken.query_params and "w" in broken.query_params


def typed(weights, lang="zh", name="甲"):
    """The Weights page on which weights were given a name."""
    app = opened("weights", lang=lang, w=weights)
    app.text_input(key="weights_name").input(name)
    app.button(key="keep_weights").click().run()
    return app


def test_a_set_is_named_listed_at_the_side_chosen_and_forgotten(tmp_path, monkeypatch):
    monkeypatch.setenv("EVALUATOR_HOME", str(tmp_path))
    app = typed("0:600,100,100,100,100", name="**专家组** <b>")
    healthy(app)
    side = app.selectbox(key="state_weight_set")
    assert "**专家组** <b> · 沙盒" in side.options and side.options[0] == "发布权重"
    assert side.value == "named:**专家组** <b>"
    side.select("published").run()
    assert "w" not in app.query_params
    other = opened("ranking", lang="en")
    healthy(other)
    other.selectbox(key="state_weight_set").select("named:**专家组** <b>").run()
    healthy(other)
    assert other.query_params["w"] in ("0:600,100,100,100,100", ["0:600,100,100,100,100"])
    assert "**专" not in other.caption[0].value.replace("\\*", "")
    app.selectbox(key="state_weight_set").select("named:**专家组** <b>").run()
    app.button(key="drop_weights").click().run()
    healthy(app)
    assert not any("专家组" in one for one in app.selectbox(key="state_weight_set").options)


def test_a_name_that_is_taken_shows_both_sets_and_asks(tmp_path, monkeypatch):
    monkeypatch.setenv("EVALUATOR_HOME", str(tmp_path))
    typed("0:600,100,100,100,100", "zh")
    second = typed("0:500,200,100,100,100", "zh")
    healthy(second)
    kept = NamedSets(next(tmp_path.rglob("named-weights.json")))
    standard = second.session_state["view"].world.standard_id
    assert kept.of(standard)["甲"].startswith("0:600"), "the first set was overwritten without a question"
    both = next(one.value for one in second.dataframe if "old" in one.value.columns)
    assert both["old"].tolist() == [60.0, 10.0] and both["new"].tolist() == [50.0, 20.0]
    second.button(key="replace_weights").click().run()
    healthy(second)
    assert kept.of(standard)["甲"].startswith("0:500") and not second.warning


def test_what_another_tab_saved_meanwhile_is_shown_before_it_is_replaced(tmp_path, monkeypatch):
    monkeypatch.setenv("EVALUATOR_HOME", str(tmp_path))
    typed("0:600,100,100,100,100", "en")
    second = typed("0:500,200,100,100,100", "en")
    kept = NamedSets(next(tmp_path.rglob("named-weights.json")))
    standard = second.session_state["view"].world.standard_id
    kept.keep(standard, "甲", "0:400,300,100,100,100")
    second.button(key="replace_weights").click().run()
    healthy(second)
    assert kept.of(standard)["甲"].startswith("0:400"), "a set that nobody here has seen was overwritten"
    both = next(one.value for one in second.dataframe if "old" in one.value.columns)
    assert both["old"].tolist() == [40.0, 30.0] and both["new"].tolist() == [50.0, 20.0]
    second.button(key="replace_weights").click().run()
    assert kept.of(standard)["甲"].startswith("0:500") and not second.warning
