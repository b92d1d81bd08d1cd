"""The printed SQL is the run: a bare DuckDB gives the same tables."""

from __future__ import annotations

import duckdb
import pytest

from evaluator import evaluate, read_evidence, read_standard
from evaluator.bundled import bundled_evidence
from evaluator.scoring.printing import write_inputs

CHANGES = [
    {},
    {"treatment.kind": "none", "normalisation.kind": "zscore"},
    {"aggregation.kind": "geometric", "normalisation.range": [1, 100]},
    {"aggregation.kind": "copeland"},
    {"imputation": {"kind": "group-mean", "group": "group"}, "normalisation.kind": "rank"},
    {"missing.parents": "fail", "ranking": {"basis": "printed", "decimals": 1}},
    {"weights": "equal", "missing.parents": "zero", "missing.min_coverage": 0},
]


@pytest.fixture(scope="module")
def provinces():
    return read_standard("dbe-provinces"), read_evidence(bundled_evidence("china"))


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_the_script_alone_gives_the_same_tables(provinces, change):
    standard, evidence = provinces
    assessment = evaluate(standard.with_method(change), evidence)
    with duckdb.connect() as bare:
        bare.execute(assessment.sql())
        for table in ("ranking", "scores", "indicators"):
            found = bare.sql(f"SELECT * FROM {table}").to_arrow_table()
            assert found.equals(assessment.run.store.table(f"SELECT * FROM {table}")), table


@pytest.mark.parametrize("change", [{}, {"aggregation.kind": "copeland"}], ids=str)
def test_the_script_reads_tables_beside_it(provinces, change, tmp_path, monkeypatch):
    standard, evidence = provinces
    assessment = evaluate(standard.with_method(change), evidence)
    write_inputs(assessment.run, tmp_path / "tables")
    monkeypatch.chdir(tmp_path)
    with duckdb.connect() as bare:
        bare.execute(assessment.sql("tables"))
        found = bare.sql("SELECT * FROM ranking").to_arrow_table()
    assert found.equals(assessment.run.store.table("SELECT * FROM ranking"))


def test_hostile_names_stay_text(provinces, tmp_path):
    """Names with quotes, semicolons and comments neither break the script nor run."""
    folder = tmp_path / "evidence"
    folder.mkdir()
    (folder / "statistics.csv").write_text(
        'region,period,series,value\n"a\'; DROP TABLE raw; --",2023,"s""q\' --",1\nb,2023,"s""q\' --",2\n',
        encoding="utf-8",
    )
    (tmp_path / "standard.yaml").write_text(
        'id: odd\nversion: \'1\'\nname: {zh: "\';--", en: "\';--"}\ntree: [{indicator: "i\';--"}]\n'
        'indicators:\n  - id: "i\';--"\n    name: {zh: x, en: x}\n    direction: higher\n'
        "    measure: {kind: statistic, formula: 'coalesce(\"s q\", 1)'}\n",
        encoding="utf-8",
    )
    assessment = evaluate(read_standard(tmp_path / "standard.yaml"), read_evidence(folder))
    with duckdb.connect() as bare:
        bare.execute(assessment.sql())
        assert bare.sql("SELECT count(*) FROM ranking").fetchall() == [(2,)]
