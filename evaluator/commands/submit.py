"""`evaluator submit`: check self-assessment workbooks, mark them, and store them once that is confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from evaluator.commands.language import lang_option, say
from evaluator.commands.options import evidence_option, standard_option, tell
from evaluator.exports.writing import make_folder, save
from evaluator.opening import open_evidence
from indicators.faults import Faults, fault
from indicators.text import Lang

if TYPE_CHECKING:
    from evaluator.evidence import Evidence
    from evaluator.standard import Standard
    from evaluator.workbook.submission import Submission

STORE = Path("submissions")


@click.command(
    help=say(
        "检查自评工作簿（一个、几个或一个文件夹）；加 --confirm 才入库。",
        "Check self-assessment workbooks (one, several, or a folder); --confirm stores them.",
    )
)
@click.argument("workbooks", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="F.xlsx…")
@standard_option
@evidence_option
@click.option("--region", metavar=say("地区", "REGION"), help=say("应属于的地区。", "The region it should be of."))
@click.option("--store", "folder", type=click.Path(path_type=Path), default=STORE, show_default=True,
              metavar=say("目录", "DIR"), help=say("存放各版本的目录。", "Folder of the versions."))  # fmt: skip
@click.option("--confirm", is_flag=True, help=say("确认入库。", "Store it."))
@click.option(
    "--partial", is_flag=True, help=say("有误的单元格不计，其余入库。", "Store the rest where cells have faults.")
)
@click.option("--reason", "reasons", multiple=True, metavar="统计!E5=…",
              help=say("说明异常值的原因；*=… 表示全部。", "Why an unlikely value is right."))  # fmt: skip
@click.option("--who", default="", metavar=say("填报人", "NAME"), help=say("谁交的。", "Who hands it in."))
@click.option(
    "--marked",
    type=click.Path(path_type=Path),
    metavar="OUT.xlsx",
    help=say(
        "写出标有问题的工作簿（.xlsx；交的是 ODS 的，也可写 .ods，保留版式）；多个文件时为文件夹。",
        "Write the workbook with its cells marked (.xlsx; for ODS also .ods, with its looks); a folder for several.",
    ),
)
@lang_option
def command(
    workbooks: tuple[Path, ...],
    standard: str,
    evidence: str,
    indicator_folders: tuple[Path, ...],
    region: str | None,
    folder: Path,
    confirm: bool,
    partial: bool,
    reasons: tuple[str, ...],
    who: str,
    marked: Path | None,
    lang: Lang,
) -> int:
    """Nothing is stored without --confirm; exit 1 where something is wrong or not confirmed."""
    from evaluator.reading import read_standard

    paths = _paths(workbooks)
    several = len(paths) > 1 or workbooks[0].is_dir()
    if several and region:
        raise click.UsageError(say("--region 只用于一个工作簿", "--region is for one workbook"))
    given = dict(one.partition("=")[::2] for one in reasons)
    base = str(Path(evidence).resolve()) if Path(evidence).exists() else evidence
    read = read_standard(standard, indicators=indicator_folders)
    desk = _Desk(read, open_evidence(evidence), base, folder, region, given, confirm, partial, who, lang)
    return desk.many(paths, marked) if several else desk.one(paths[0], marked)


def _paths(named: tuple[Path, ...]) -> list[Path]:
    """Files as named, and the workbooks of a folder; the traces that office programs leave beside them are none."""
    found: list[Path] = []
    gone = [path for path in named if not path.exists()]
    if gone:
        todo = ("请核对路径", "check the path")
        words = ("找不到文件", "there is no such file")
        raise Faults([fault(*words, todo_zh=todo[0], todo_en=todo[1], file=str(path)) for path in gone])
    for path in named:
        if path.is_dir():
            inside = sorted(one for one in path.iterdir() if one.suffix.lower() in (".xlsx", ".ods"))
            found += [one for one in inside if not one.name.startswith(("~$", ".~"))]
        else:
            found.append(path)
    if not found:
        raise click.UsageError(say("文件夹中没有 .xlsx 或 .ods 工作簿", "the folder holds no workbook (.xlsx, .ods)"))
    return found


@dataclass(frozen=True)
class _Desk:
    """What workbooks are checked against, and what becomes of them."""

    standard: Standard
    evidence: Evidence
    base: str
    folder: Path
    region: str | None
    reasons: dict[str, str]
    confirm: bool
    partial: bool
    who: str
    lang: Lang

    def many(self, paths: list[Path], marked: Path | None) -> int:
        """Each in turn, one that cannot be read does not hold up the others; then how many are well."""
        if marked is not None:
            make_folder(marked)
        waiting = []
        for path in paths:
            click.echo(f"\n{path.name}")
            try:
                state = self.one(path, marked / path.name if marked else None)
            except Faults as error:
                tell(error.faults, self.lang)
                state = 1
            if state:
                waiting.append(path.name)
        n, names = len(paths) - len(waiting), ("、" if self.lang == "zh" else ", ").join(waiting)
        done = say("已入库", "stored", self.lang) if self.confirm else say("无误", "without faults", self.lang)
        rest = say(f"；需处理 {len(waiting)} 个：{names}", f"; to be mended {len(waiting)}: {names}", self.lang)
        whole = say(f"\n共 {len(paths)} 个工作簿，{done} {n} 个", f"\n{len(paths)} workbooks, {n} {done}", self.lang)
        click.echo(whole + (rest if waiting else ""))
        return 1 if waiting else 0

    def one(self, path: Path, marked: Path | None) -> int:
        """Check, mark and store one workbook; 1 where something is wrong or waits. Raises Faults."""
        from evaluator.workbook.reading import read_submission

        found = read_submission(path, self.standard, self.evidence, path.name, self.region, self.reasons)
        self._told(found)
        if marked is not None:
            from evaluator.workbook.marking import marked_bytes

            save(marked, marked_bytes(path, found, self.lang, marked.suffix.lower().removeprefix(".")))
            click.echo(say(f"已写出 {marked}", f"wrote {marked}", self.lang), err=True)
        if not self.confirm:
            only = say("只作检查，未入库；确认请加 --confirm", "checked only; --confirm stores it", self.lang)
            click.echo(only, err=True)
            return 1 if found.open else 0
        return self._stored(path, found)

    def _told(self, found: Submission) -> None:
        from evaluator.workbook.layout import name_of_sheet

        for one in found.findings:
            click.echo(one.sentence(self.lang), err=True)
        for table, (filled, asked) in found.filled.items():
            rest = f"/{asked}" if asked is not None else say(" 行", " rows", self.lang)
            click.echo(f"{name_of_sheet(table, self.lang)}\t{filled}{rest}")

    def _stored(self, path: Path, found: Submission) -> int:
        from evaluator.submissions import Store

        lang = self.lang
        blocking = [one for one in found.open if not (self.partial and one.gravity == "fault")]
        if blocking or not found.rows:
            why = say(
                f"有 {len(blocking)} 处需要处理，未入库", f"not stored: {len(blocking)} cells need attention", lang
            )
            click.echo(why if blocking else say("没有可入库的数据", "nothing to store", lang), err=True)
            return 1
        version = Store(self.folder).add(found, self.base, self.who, path.read_bytes())
        said = say(
            f"已入库：{version.name}（{version.rows} 行）", f"stored: {version.name} ({version.rows} rows)", lang
        )
        click.echo(said)
        return 0
