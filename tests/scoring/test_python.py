"""The library from Python as the READMEs show it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest

from evaluator import Evidence, Standard, evaluate

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
def test_the_lines_of_the_readme_run(readme: str, tmp_path: Path) -> None:
    (shown,) = re.findall(r"```python\n(.*?)```", (ROOT / readme).read_text(encoding="utf-8"), re.DOTALL)
    done = subprocess.run([sys.executable, "-c", shown], cwd=tmp_path, env=ENVIRONMENT, capture_output=True, check=True)
    assert b"110000" in done.stdout
    written = {path.name for path in (tmp_path / "results" / "mine").iterdir()}
    assert written == {"ranking.csv", "scores.csv", "indicators.csv", "standard.yaml", "manifest.json"}


def test_paths_and_ids_stand_for_what_they_name() -> None:
    named = evaluate("dbe-provinces", "china", period="2023")
    read = evaluate(Standard.read("dbe-provinces"), Evidence.read("china"), period="2023")
    assert isinstance(read.ranking(), pa.Table) and read.ranking().num_rows == 31
    assert named.ranking() == read.ranking() and named.scores() == read.scores()


def test_values_that_all_lie_beyond_the_worst_goalpost_are_told() -> None:
    """Bounds in the unit of the raw value, though the value was logged: a warning, not 0 for everybody in silence."""
    income = {"region": ["a", "b"], "period": ["2020"] * 2, "series": ["gni"] * 2, "value": [1_000.0, 60_000.0]}
    evidence = Evidence.from_tables({"statistics": pa.table(income)})
    for bounds, told in (({"worst": 100, "best": 75_000}, True), ({"worst": 4.605, "best": 11.225}, False)):
        plain = {
            "id": "income",
            "version": "1",
            "name": {"zh": "收入", "en": "Income"},
            "method": {"treatment": "log", "normalisation": "goalposts"},
            "tree": [{"indicator": "gni"}],
            "indicators": [
                {
                    "id": "gni",
                    "name": {"zh": "收入", "en": "Income"},
                    "direction": "higher",
                    "measure": {"kind": "statistic", "formula": "gni"},
                    "bounds": bounds,
                }
            ],
        }
        made = evaluate(Standard.model_validate(plain), evidence)
        assert any("goalpost" in one.sentence("en") for one in made.warnings) == told
