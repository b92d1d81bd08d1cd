"""JSON Schema of a standard, so that an editor completes and checks it while it is written."""

from __future__ import annotations

import json

from evaluator.methods import STEPS, kinds
from evaluator.standard import Standard
from indicators.measures import measure_kinds


def standard_schema() -> str:
    """The schema as JSON text, with the kinds of every method and measure that are installed."""
    schema = Standard.model_json_schema(by_alias=True)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "Standard"
    schema["properties"]["extends"] = {"type": "string"}
    schema["properties"]["remove"] = {"type": "array", "items": {"type": "string"}}
    methods = schema["$defs"]["Methods"]["properties"]
    for step in STEPS:
        if step not in ("missing", "ranking"):
            methods[step] = _choice(kinds(step))
    schema["$defs"]["Indicator"]["properties"]["measure"] = _choice(measure_kinds())
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True)


def _choice(words: list[str]) -> dict[str, object]:
    """A bare word, or a mapping with `kind` and parameters."""
    named = {"type": "string", "enum": words}
    return {"anyOf": [named, {"type": "object", "properties": {"kind": named}}]}
