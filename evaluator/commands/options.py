"""Options that several commands share, and what they become."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from evaluator.bundled import DEFAULT_EVIDENCE, DEFAULT_STANDARD
from evaluator.commands.language import lang_option, say, system_lang
from indicators.faults import Fault, Faults
from indicators.text import Lang

if TYPE_CHECKING:
    # Loaded by what scores, not by what only has an option: the app starts in half the time.
    from evaluator.assessment import Assessment
    from evaluator.engines.choice import EngineChoice
    from evaluator.evidence import Evidence
    from evaluator.scenario import Scenario
    from evaluator.standard import Standard

Function = TypeVar("Function", bound=Callable[..., Any])


def standard_option(function: Function) -> Function:
    """`--standard` and `--indicators`."""
    function = click.option(
        "--indicators",
        "indicator_folders",
        multiple=True,
        type=click.Path(path_type=Path),
        metavar=say("目录", "DIR"),
        help=say("另有指标（.yaml、.py）的文件夹，可多次给出。", "Folder with more indicators; may be repeated."),
    )(function)
    return click.option(
        "--standard",
        default=DEFAULT_STANDARD,
        show_default=True,
        metavar=say("标准", "STANDARD"),
        help=say("标准：文件、文件夹或内置编号。", "Standard: a file, a folder or a bundled id."),
    )(function)


def evidence_option(function: Function) -> Function:
    """`--evidence`."""
    return click.option(
        "--evidence",
        default=DEFAULT_EVIDENCE,
        show_default=True,
        metavar=say("证据", "EVIDENCE"),
        help=say("证据：文件夹、工作簿或内置编号。", "Evidence: a folder, a workbook or a bundled id."),
    )(function)


def period_option(function: Function) -> Function:
    """`--period`."""
    return click.option(
        "--period",
        metavar=say("时期", "PERIOD"),
        callback=lambda _, __, said: said and _period(said),
        help=say("只给出这一时期。", "Give this period only."),
    )(function)


def scenario_options(function: Function) -> Function:
    """`--scenario` and `--set`."""
    function = click.option(
        "--set",
        "settings",
        multiple=True,
        metavar="KEY=VALUE",
        help=say(
            "只为这次运行改变方法，如 normalisation.kind=zscore。",
            "Change a part of the method for this run, such as normalisation.kind=zscore.",
        ),
    )(function)
    return click.option(
        "--scenario",
        type=click.Path(path_type=Path),
        metavar=say("文件", "FILE"),
        help=say("情景文件：方法、权重与数值的改动。", "A scenario: changes of method, weights and figures."),
    )(function)


def cache_options(function: Function) -> Function:
    """`--cache` and `--no-cache`."""
    function = click.option(
        "--no-cache",
        "no_cache",
        is_flag=True,
        help=say("全部重新度量，不取也不存。", "Measure everything anew; take and keep nothing."),
    )(function)
    return click.option(
        "--cache",
        type=click.Path(path_type=Path, file_okay=False),
        metavar=say("目录", "DIR"),
        help=say(
            "存放度量值的文件夹，证据未变的地区不再重新度量。",
            "Folder for measured values; regions without new evidence are not measured again.",
        ),
    )(function)


def engine_options(function: Function) -> Function:
    """`--engine`, `--engine-url`, `--memory-limit` and `--threads`."""
    for option in (
        click.option("--threads", type=click.IntRange(1), metavar="N", help=say("线程数。", "Number of threads.")),
        click.option(
            "--memory-limit",
            metavar=say("大小", "SIZE"),
            help=say(
                "度量时内存上限，如 2GB；放不下的写入临时文件。",
                "Memory for measuring, such as 2GB; the rest goes to disk.",
            ),
        ),
        click.option(
            "--engine-url",
            default="",
            metavar="URL",
            help=say("Spark 的地址，如 local[2]、sc://host:15002。", "Where Spark is: local[2], sc://host:15002."),
        ),
        click.option(
            "--engine",
            type=click.Choice(["duckdb", "spark"]),
            default="duckdb",
            show_default=True,
            help=say("在哪里计算度量。", "Where measures are worked out."),
        ),
    ):
        function = option(function)
    return function


def draw_options(function: Function) -> Function:
    """`--draws`, `--seed` and `--weights`: how often and how far weights are drawn."""
    for option in (
        click.option(
            "--weights",
            type=click.FloatRange(0, 1),
            default=0.25,
            show_default=True,
            help=say("权重变动幅度（±）。", "How far weights vary (±)."),
        ),
        click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help=say("随机种子。", "Seed.")),
        click.option(
            "--draws",
            type=click.IntRange(1),
            default=10_000,
            show_default=True,
            help=say("抽样次数。", "Number of draws."),
        ),
    ):
        function = option(function)
    return function


@dataclass(frozen=True)
class Loaded:
    """What the common options stand for."""

    standard: Standard
    evidence: Evidence
    scenario: Scenario


@dataclass(frozen=True)
class Asked:
    """What the common options of a command that scores were given.

    Attributes:
        standard: A path, or the id of a bundled standard.
        evidence: A path, or the id of bundled evidence.
        indicator_folders: Folders with more indicators.
        period: The only period that is asked for; None is every one.
        scenario: A file of changes.
        settings: `KEY=VALUE`, as given with `--set`.
        lang: Language of what is printed.
        cache: Folder for measured values; None is the user's own.
        no_cache: Measure everything anew.
        engine, engine_url, memory_limit, threads: As in `EngineChoice`.
    """

    standard: str = DEFAULT_STANDARD
    evidence: str = DEFAULT_EVIDENCE
    indicator_folders: tuple[Path, ...] = ()
    period: str | None = None
    scenario: Path | None = None
    settings: tuple[str, ...] = ()
    lang: Lang = "zh"
    cache: Path | None = None
    no_cache: bool = False
    engine: str = "duckdb"
    engine_url: str = ""
    memory_limit: str | None = None
    threads: int | None = None

    @property
    def choice(self) -> EngineChoice:
        """How measures run. Raises Faults."""
        from evaluator.engines.choice import EngineChoice
        from evaluator.engines.keeping import default_folder

        cache = None if self.no_cache else self.cache or default_folder()
        return EngineChoice(self.engine, self.engine_url, self.memory_limit, self.threads, cache)

    def load(self) -> Loaded:
        """Read everything that was named; faults of standard, evidence and scenario come together in `Faults`."""
        from evaluator.engines.choice import EngineChoice
        from evaluator.reading import read_standard
        from evaluator.scenario import NO_CHANGE, read_scenario, with_settings

        faults: list[Fault] = []
        standard = _try(lambda: read_standard(self.standard, indicators=self.indicator_folders), faults)
        choice = _try(lambda: self.choice, faults)
        evidence = _try(lambda: self._opened(choice or EngineChoice()), faults)
        scenario = _try(lambda: read_scenario(self.scenario) if self.scenario else NO_CHANGE, faults)
        if scenario is not None:
            scenario = with_settings(scenario, _settings(self.settings))
        if standard is None or evidence is None or scenario is None or choice is None:
            raise Faults(faults)
        return Loaded(standard, evidence, scenario)

    def _opened(self, choice: EngineChoice) -> Evidence:
        """The evidence, with progress on standard error while a large log is checked."""
        from evaluator.commands.progress import progress
        from evaluator.opening import open_evidence

        with progress(self.lang) as say_progress:
            return open_evidence(self.evidence, choice.memory_limit, choice.cache, say_progress)

    def score(self, loaded: Loaded | None = None, *, every_period: bool = False) -> Assessment:
        """Score what was asked for, with progress on standard error where a person watches. Raises Faults."""
        from evaluator.assessment import evaluate
        from evaluator.commands.progress import progress

        loaded = loaded or self.load()
        with progress(self.lang) as say_progress:
            return evaluate(
                loaded.standard,
                loaded.evidence,
                period=None if every_period else self.period,
                scenario=loaded.scenario,
                lang=self.lang,
                progress=say_progress,
                engine=self.choice,
            )


def scoring_options(function: Function) -> Function:
    """Everything a command needs that scores; the command takes it as one record, `asked`."""
    names = [one.name for one in fields(Asked)]

    @wraps(function)
    def command(**given: Any) -> Any:
        common = {name: given.pop(name) for name in names if name in given}
        return function(asked=Asked(**common), **given)

    taken = cast(Function, command)
    for option in (lang_option, cache_options, scenario_options, period_option, evidence_option, standard_option):
        taken = option(taken)
    return taken


def _period(said: str) -> str:
    """A period in the one form in which periods are kept; what is none is said later, with the known ones."""
    from evaluator.evidence.periods import read_period

    return read_period(said) or said


def _settings(settings: Sequence[str]) -> dict[str, Any]:
    from evaluator.scenario import parse_settings

    try:
        return parse_settings(settings)
    except Faults as error:
        raise click.UsageError("; ".join(one.sentence(system_lang()) for one in error.faults)) from None


Value = TypeVar("Value")


def _try(read: Callable[[], Value], faults: list[Fault]) -> Value | None:
    try:
        return read()
    except Faults as error:
        faults.extend(error.faults)
        return None


def tell(faults: Sequence[Fault], lang: Lang) -> None:
    """Print faults, notes or warnings on standard error, one a line."""
    for one in faults:
        click.echo(one.sentence(lang), err=True)
