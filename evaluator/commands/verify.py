"""`evaluator verify RUN_DIR`: recompute a finished run and name every difference."""

from __future__ import annotations

from pathlib import Path

import click

from evaluator.bundled import bundled_evidence
from evaluator.commands.language import say
from evaluator.commands.options import lang_option, load_evidence, tell
from evaluator.exports.verification import read_manifest, verify_run
from indicators.faults import Faults, fault
from indicators.text import Lang


@click.command(help=say("重新计算一次已完成的运行并逐一比对。", "Recompute a finished run and compare."))
@click.argument("run_dir", type=click.Path(path_type=Path))
@click.option("--evidence", default=None, metavar=say("证据", "EVIDENCE"))
@lang_option
def command(run_dir: Path, evidence: str | None, lang: Lang) -> int:
    """Exit 1 on any difference."""
    said = read_manifest(run_dir)
    source = evidence or _source(said, run_dir)
    faults = verify_run(run_dir, said, load_evidence(source))
    tell(faults, lang)
    if faults:
        click.echo(say(f"{len(faults)} 处不同", f"{len(faults)} differences", lang))
        return 1
    click.echo(say("与清单完全一致", "the run is what its manifest says", lang))
    return 0


def _source(said: dict[str, object], run_dir: Path) -> str:
    record = said["evidence"]
    source = str(record.get("source", "")) if isinstance(record, dict) else ""
    if source and (bundled_evidence(source) is not None or Path(source).exists()):
        return source
    raise Faults(
        [
            fault(
                "找不到这次运行所用的证据",
                "the evidence of this run is not found",
                todo_zh="请用 --evidence 指明",
                todo_en="name it with --evidence",
                file=str(run_dir),
            )
        ]
    )
