"""The printed SQL gives the same tables when it is run in a bare DuckDB."""

from __future__ import annotations

import duckdb
import pyarrow as pa
from hypothesis import given

from tests.properties.worlds import World, modest, worlds


@modest
@given(worlds())
def test_the_script_gives_the_same_tables(world: World) -> None:
    assessment = world.assess()
    with duckdb.connect(config={"threads": 1}) as bare:
        bare.execute(assessment.sql())
        for name in ("scores", "indicators"):
            again: pa.Table = bare.sql(f"SELECT * FROM {name}").to_arrow_table()
            expected: pa.Table = getattr(assessment, name)()
            assert again.column_names == expected.column_names
            assert again.to_pylist() == expected.to_pylist()
