"""`evaluator compare A B`: two standards, scenarios, periods or runs."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import click

from evaluator.assessment import Assessment
from evaluator.commands.language import say
from evaluator.commands.options import Asked, Loaded, scoring_options
from evaluator.commands.tables import change, clip, figure, print_table
from evaluator.comparison import Move, Result, compare, read_run, standings
from evaluator.evidence.periods import read_period
from evaluator.reading import read_standard, try_standard
from evaluator.scenario import Scenario, read_scenario
from evaluator.standard import Node, Standard
from indicators.faults import Faults, fault
from indicators.text import Lang
from indicators.yamls import read_yaml


@click.command(help=say("比较两个标准、情景、时期或运行结果。", "Compare two standards, scenarios, periods or runs."))
@click.argument("a")
@click.argument("b")
@scoring_options
def command(
    a: str,
    b: str,
    asked: Asked,
) -> None:
    """A and B: a run directory, a standard, a scenario file, a period, or `.` for the standard as it is."""
    sides = _Sides(asked)
    results = [sides.result(word) for word in (a, b)]
    names = {name: shown for one in sides.standards for name, shown in _names(one, asked.lang).items()}
    click.echo(moves_table(compare(results[0], results[1]), names, (a, b), asked.lang))


class _Sides:
    """What the two words stand for, scored on the same evidence; the standard as it is only if one needs it."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.standards: list[Standard] = []

    def result(self, word: str) -> Result:
        """A finished run, or a period, scenario or standard that is scored now."""
        asked = self.asked
        if (Path(word) / "manifest.json").is_file():
            kept = _of_run(Path(word))
            self.standards += [kept] if kept else []
            return read_run(Path(word), asked.period)
        period = asked.period if word == "." else read_period(word)
        if word == "." or (period is not None and period in self.base.run.periods):
            self.standards.append(self.base.standard)
            return standings(self.base, period)
        found = _read(word, asked.indicator_folders)
        loaded = self.loaded
        if isinstance(found, Scenario):
            changed = Loaded(loaded.standard, loaded.evidence, found)
        else:
            changed = Loaded(found, loaded.evidence, loaded.scenario)
        self.standards.append(changed.standard)
        return standings(asked.score(changed, every_period=True), asked.period)

    @cached_property
    def loaded(self) -> Loaded:
        """Standard, evidence and scenario of the options."""
        return self.asked.load()

    @cached_property
    def base(self) -> Assessment:
        """The standard of the options as it is."""
        return self.asked.score(self.loaded, every_period=True)


def _of_run(folder: Path) -> Standard | None:
    """The standard that a finished run keeps beside its tables; None if it cannot be read."""
    return try_standard(folder / "standard.yaml").standard


def _names(standard: Standard, lang: Lang) -> dict[str, str]:
    """First-level nodes by their names."""
    tops = [entry.id if isinstance(entry, Node) else entry.indicator for entry in standard.tree]
    return {top: standard.name_of(top).in_(lang) for top in tops}


def _read(word: str, folders: tuple[Path, ...]) -> Scenario | Standard:
    path = Path(word)
    if path.is_file() and path.suffix in (".yaml", ".yml"):
        value = read_yaml(path).value
        if isinstance(value, dict) and not {"tree", "extends"} & set(value):
            return read_scenario(path)
    try:
        return read_standard(word, indicators=folders)
    except Faults as error:
        if path.exists():
            raise
        first = error.faults[0]
        raise Faults(
            [
                fault(
                    f"“{word}”不是时期、情景文件、标准，也不是运行目录",
                    f"'{word}' is no period, scenario, standard or run directory",
                    todo_zh=first.remedy.zh,
                    todo_en=first.remedy.en,
                )
            ]
        ) from None


def moves_table(moves: list[Move], names: dict[str, str], labels: tuple[str, str], lang: Lang) -> str:
    """Who moved, as text."""
    head = [
        say("地区", "Region", lang),
        f"{say('名次', 'Rank', lang)} {clip(Path(labels[0]).name or labels[0], 12)}",
        f"{say('名次', 'Rank', lang)} {clip(Path(labels[1]).name or labels[1], 12)}",
        say("变动", "Change", lang),
        say("得分变化", "Score change", lang),
        say("主要原因", "Mainly because of", lang),
    ]
    rows = []
    for move in moves:
        total = sum(move.parts.values()) if move.parts else None if move.broken else _total(move)
        cause = f"{names.get(move.cause, move.cause)} {move.parts[move.cause]:+.2f}" if move.cause else ""
        if move.broken:
            cause = say("区划调整，前后不可比", "regions changed: not comparable", lang)
        places = [figure(one.rank if one else None) for one in (move.before, move.after)]
        rows.append([clip(move.name, 24), *places, change(move.change), _signed(total), cause])
    moved = sum(1 for move in moves if move.change)
    note = say(f"{moved} 个地区名次有变", f"{moved} regions changed places", lang)
    return f"{print_table(head, rows, [False, True, True, True, True, False])}\n\n{note}"


def _total(move: Move) -> float | None:
    old = move.before.score if move.before else None
    new = move.after.score if move.after else None
    return None if old is None or new is None else new - old


def _signed(value: float | None) -> str:
    return "—" if value is None else f"{value:+.2f}"
