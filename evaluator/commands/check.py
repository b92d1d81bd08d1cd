"""`evaluator check`: every fault of a standard and of evidence, and the worked examples."""

from __future__ import annotations

from pathlib import Path

import click

from evaluator.bundled import DEFAULT_STANDARD
from evaluator.commands.language import lang_option, say
from evaluator.commands.options import tell
from evaluator.commands.progress import progress
from evaluator.opening import open_evidence
from evaluator.reading import StandardReading, try_standard
from evaluator.scoring.inputs import outside_regions
from evaluator.scoring.plan import make_plan
from evaluator.scoring.run import misfits
from indicators.faults import Fault, Faults, fault
from indicators.text import Lang


@click.command(help=say("检查标准与证据，并演算示例。", "Check a standard and evidence, and run the worked examples."))
@click.option("--standard", default=DEFAULT_STANDARD, show_default=True, metavar=say("标准", "STANDARD"))
@click.option("--evidence", default=None, metavar=say("证据", "EVIDENCE"))
@click.option("--indicators", "indicator_folders", multiple=True, type=click.Path(path_type=Path))
@click.option(
    "--schema", is_flag=True, help=say("打印供编辑器使用的 JSON Schema。", "Print the JSON Schema for editors.")
)
@lang_option
def command(standard: str, evidence: str | None, indicator_folders: tuple[Path, ...], schema: bool, lang: Lang) -> int:
    """Exit 1 if there is any fault."""
    if schema:
        from evaluator.schema import standard_schema

        click.echo(standard_schema())
        return 0
    reading = try_standard(standard, indicators=indicator_folders)
    faults = [*reading.faults, *_examples(reading)]
    notes = list(reading.notes)
    if reading.standard is not None:
        faults += _plans(reading)
    if evidence is not None:
        _evidence(evidence, reading, faults, notes, lang)
    tell(notes, lang)
    tell(faults, lang)
    if faults:
        click.echo(say(f"发现 {len(faults)} 处问题", "1 fault" if len(faults) == 1 else f"{len(faults)} faults", lang))
        return 1
    assert reading.standard is not None
    count = len(reading.standard.indicators)
    examples = sum(len(one.examples) for one in reading.standard.indicators)
    click.echo(
        say(
            f"{reading.standard.id}：{count} 个指标，{examples} 个示例，没有问题",
            f"{reading.standard.id}: {count} indicators, {examples} examples, no fault",
            lang,
        )
    )
    return 0


def _examples(reading: StandardReading) -> list[Fault]:
    if reading.standard is None:
        return []
    from evaluator.examples import run_examples

    return run_examples(reading.standard.indicators, reading.origins, reading.examples)


def _plans(reading: StandardReading) -> list[Fault]:
    assert reading.standard is not None
    faults: list[Fault] = []
    for level in reading.standard.levels or ("",):
        try:
            make_plan(reading.standard, level)
        except Faults as error:
            faults.extend(error.faults)
    return list(dict.fromkeys(faults))


def _evidence(source: str, reading: StandardReading, faults: list[Fault], notes: list[Fault], lang: Lang) -> None:
    try:
        with progress(lang) as show:
            found = open_evidence(source, progress=show)
    except Faults as error:
        faults.extend(error.faults)
        return
    faults.extend(found.refusals)
    notes.extend(found.notes)
    if reading.standard is None:
        return
    from evaluator.evidence import needed_series, unlisted_answers

    faults.extend(one for one in misfits(reading.standard, found) if one not in faults)
    notes.extend(needed_series(reading.standard.indicators, found))
    notes.extend(unlisted_answers(reading.standard.indicators, found))
    for region, level in outside_regions(reading.standard, found):
        notes.append(
            fault(
                f"地区 {region} 的层级“{level}”不在该标准所评之列，不参评",
                f"region {region} has the level '{level}', which this standard does not score",
            )
        )
