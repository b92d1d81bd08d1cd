"""The weight board: renormalising by its rules, and the browser's half held equal to the engine's."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.app.weights import TENTHS, apportioned, moved
from evaluator.scoring.preview import Preview

HERE = Path(__file__).parents[2] / "evaluator/app/components/weight_board"


@st.composite
def boards(draw):
    weights = apportioned(draw(st.lists(st.integers(0, 50), min_size=2, max_size=8)))
    which = draw(st.integers(0, len(weights) - 1))
    others = [i for i in range(len(weights)) if i != which]
    locked = draw(st.sets(st.sampled_from(others), max_size=len(others)))
    ranges = [(draw(st.integers(0, w)), draw(st.integers(w, TENTHS))) for w in weights]
    return weights, which, draw(st.integers(-100, 1100)), locked, ranges


@given(boards())
def test_the_whole_is_kept_within_every_range_and_locked_ones_stay(board):
    weights, which, value, locked, ranges = board
    result = moved(weights, which, value, locked, ranges)
    assert sum(result) == TENTHS
    assert all(result[i] == weights[i] for i in locked)
    assert all(low <= one <= high for one, (low, high) in zip(result, ranges, strict=True))


@given(boards())
def test_there_and_back_is_where_it_began(board):
    weights, which, _, locked, ranges = board
    assert moved(weights, which, weights[which], locked, ranges) == weights


def vectors() -> dict[str, list[object]]:
    rng = np.random.default_rng(11)
    moves, ranks = [], []
    for _ in range(300):
        weights = apportioned(rng.integers(0, 40, int(rng.integers(2, 8))).tolist())
        which = int(rng.integers(len(weights)))
        locked = [i for i in range(len(weights)) if i != which and rng.uniform() < 0.25]
        ranges = [(int(rng.integers(0, w + 1)), int(rng.integers(w, TENTHS + 1))) for w in weights]
        value = int(rng.integers(-50, 1050))
        moves.append({"weights": weights, "which": which, "value": value, "locked": locked, "ranges": ranges})
        moves[-1]["result"] = moved(weights, which, value, locked, ranges)
    for number in range(60):
        children, regions = int(rng.integers(2, 7)), int(rng.integers(2, 60))
        x = np.round(rng.uniform(1, 100, (children, regions)), int(rng.integers(0, 6)))
        x[rng.uniform(size=x.shape) < 0.1] = np.nan
        kind = "log" if number % 3 == 0 else "linear"
        rule = "reweight" if kind == "log" else ("reweight", "zero", "fail")[number % 2 + 1 if number % 5 else 0]
        a, b = rng.uniform(0, 1, regions), rng.uniform(0.5, 1, regions)
        group = Preview(
            kind, np.log(x) if kind == "log" else x, (~np.isnan(x)) * 1.0, a, b, rng.uniform(0, 50, regions),
            rule, 0.6 if number % 2 else 0.0, True, 2 if number % 4 == 0 else 9,
        )  # fmt: skip
        weights = apportioned(rng.integers(0, 40, children).tolist())
        ranks.append(
            {
                "kind": kind, "n": regions, "k": children, "x": plain(group.x), "coverage": plain(group.coverage),
                "a": plain(a), "b": plain(b), "c": plain(group.c), "parents": rule, "minCoverage": group.min_coverage,
                "rescaled": True, "decimals": group.decimals, "weights": weights,
                "rank": group.ranks(np.array(weights) / TENTHS).tolist(),
            }
        )  # fmt: skip
    return {"moves": moves, "ranks": ranks}


def plain(values) -> list[float | None]:
    return [None if np.isnan(one) else float(one) for one in np.asarray(values).ravel()]


def tools() -> Path:
    esbuild = HERE / "node_modules/.bin/esbuild"
    if shutil.which("node") is None or not esbuild.exists():
        pytest.skip(f"no Node.js with esbuild: run npm install in {HERE.name} to check the browser's half")
    return esbuild


def test_the_browser_moves_and_ranks_as_the_engine_does(tmp_path):
    esbuild = tools()
    (tmp_path / "vectors.json").write_text(json.dumps(vectors()), encoding="utf-8")
    sources = [str(HERE / "src" / name) for name in ("renormalise.test.ts", "ranking.test.ts")]
    flags = ["--bundle", "--platform=node", "--format=esm", f"--outdir={tmp_path}", "--out-extension:.js=.mjs"]
    subprocess.run([esbuild, *sources, *flags], check=True, capture_output=True)
    files = sorted(str(one) for one in tmp_path.glob("*.mjs"))
    env = {**os.environ, "VECTORS": str(tmp_path / "vectors.json")}
    done = subprocess.run(["node", "--test", *files], env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:]
    assert "skipped 0" in done.stdout


def test_the_built_asset_is_what_the_source_gives(tmp_path):
    esbuild = tools()
    script = json.loads((HERE / "package.json").read_text(encoding="utf-8"))["scripts"]["build"].split()[1:]
    flags = [f"--outfile={tmp_path / 'built.js'}" if one.startswith("--outfile") else one for one in script]
    subprocess.run([esbuild, *flags], cwd=HERE, check=True, capture_output=True)
    assert (tmp_path / "built.js").read_bytes() == (HERE / "weight_board.js").read_bytes()
