"""Plain data as YAML 1.2 that a person can read and `indicators.yamls` reads back the same."""

from __future__ import annotations

import re
from typing import Any

import yaml

from indicators.yamls import Plain, read_scalar

SHORT = 100
_BREAKS = re.compile("[\n\r\x85\u2028\u2029\ufeff]")  # folding would change them; in double quotes they are escaped
_SPECIAL = {"inf": ".inf", "-inf": "-.inf", "nan": ".nan"}


class _Dumper(yaml.SafeDumper):
    """Block style outside, flow style for short inner mappings; text is quoted where it could mean anything else."""

    def ignore_aliases(self, data: Any) -> bool:
        del data
        return True


def write_yaml(value: Plain) -> str:
    """Plain data as YAML text."""
    return yaml.dump(
        value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120, default_flow_style=False, indent=2
    )


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    ambiguous = not isinstance(read_scalar(text), str) or text != text.strip() or _BREAKS.search(text) is not None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if ambiguous else None)


def _number(dumper: _Dumper, number: float) -> yaml.ScalarNode:
    text = repr(number)
    if "e" in text and "." not in text:
        text = text.replace("e", ".0e")  # a YAML 1.1 reader takes 1e-12 for text, and the writer would add a tag
    return dumper.represent_scalar("tag:yaml.org,2002:float", _SPECIAL.get(text, text))


def _mapping(dumper: _Dumper, mapping: dict[str, Plain]) -> yaml.MappingNode:
    flat = all(not isinstance(value, (dict, list)) for value in mapping.values())
    short = flat and len(str(mapping)) <= SHORT
    return dumper.represent_mapping("tag:yaml.org,2002:map", mapping.items(), flow_style=short)


def _sequence(dumper: _Dumper, items: list[Plain]) -> yaml.SequenceNode:
    flat = all(not isinstance(item, (dict, list)) for item in items)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=flat and len(str(items)) <= SHORT)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(float, _number)
_Dumper.add_representer(dict, _mapping)
_Dumper.add_representer(list, _sequence)
# Text that only YAML 1.1 reads as something else (yes, 12:30) is quoted too, for other people's readers.
_Dumper.yaml_implicit_resolvers = dict(yaml.SafeDumper.yaml_implicit_resolvers)
