"""Codes and names as odd as people make them: kept exactly, or refused with a fault, never lost."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from evaluator import read_evidence, read_standard
from evaluator.cli import run
from evaluator.evidence.names import as_code

#: Characters that nobody sees (Cf) are no part of a name and passed over.
LETTERS = st.characters(exclude_categories=["Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"])
ODD = st.sampled_from(
    ["=1+1", "+a", "-b", "@c", "＝d", "'e", "true", "null", "1e5", "0012", "北京", "Ａ", "~", "a: b", "NA"]
)
NAMES = st.one_of(ODD, st.text(LETTERS, min_size=1, max_size=12)).map(str.strip).filter(bool)
CODES = NAMES.filter(lambda text: not any(c.isspace() or c == '"' for c in text) and text != "NA").filter(
    lambda text: text not in ("uCode", "uName", "Time") and text[:1] not in "#'"
)
UNITS = NAMES.filter(lambda text: text[:1] not in "#'")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    codes=st.lists(CODES, min_size=4, max_size=4, unique=True),
    units=st.lists(UNITS, min_size=2, max_size=4, unique_by=as_code),
    name=NAMES,
)
@example(codes=["total", "=x", "Ａ", "a"], units=["=A", "A"], name="=A")
@example(codes=["if", "ln", "x-y", "total"], units=["NA", "Beijing"], name="NA")
@example(codes=["region", "period", "value", "series"], units=["110000", "0110"], name="110000")
def test_codes_and_names_are_kept_exactly(codes, units, name):
    first, second, node, top = codes
    meant = [as_code(one) for one in units]
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        write(
            Path(folder) / "iData.csv",
            ["uCode", "uName", first, second],
            [[one, name, i, 2.5] for i, one in enumerate(units)],
        )
        rows = [[first, name, node, -1, "Indicator"], [second, name, node, 1, "Indicator"]]
        rows += [[node, name, top, 1, "Aggregate"], [top, name, "", 1, "Aggregate"]]
        write(Path(folder) / "iMeta.csv", ["iCode", "iName", "Parent", "Direction", "Type"], rows)
        words = ["--data", str(Path(folder) / "iData.csv"), "--meta", str(Path(folder) / "iMeta.csv")]
        assert run(["import-index", *words, "--out", str(out)]) == 0
        standard, evidence = read_standard(out / "standard.yaml"), read_evidence(out / "evidence")
    ids = {code: f"{code}_" if code == "total" else code for code in codes}
    assert [one.id for one in standard.indicators] == [ids[first], ids[second]]
    assert list(standard.nodes) == [ids[node]]
    assert not evidence.refusals
    assert evidence.regions["region"].to_pylist() == meant
    figures = {(row["region"], row["series"]): row["value"] for row in evidence.statistics.to_pylist()}
    assert figures == {(one, code): value for i, one in enumerate(meant) for code, value in ((first, i), (second, 2.5))}
    shown = name if name != "NA" else meant[0]
    assert evidence.regions["name_zh"].to_pylist()[0] == shown.removeprefix("'" if is_masked(shown) else "")
    assert standard.name.en == (name if name != "NA" else top).removeprefix("'" if is_masked(name) else "")


def is_masked(text: str) -> bool:
    """An apostrophe that keeps a spreadsheet from running the text; it is no part of it."""
    return text[:1] == "'" and text[1:2] in ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def write(path: Path, head: list[str], rows: list[list[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
