"""The command `evaluator`: one file a command in `evaluator/commands`, opened only when it is called."""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
from typing import Any, TextIO, cast

import click

from evaluator import commands
from evaluator.commands.language import lang_option, say, system_lang
from evaluator.commands.usage import tell_usage
from indicators.faults import Faults
from indicators.text import Lang

DONE, FAULTY, USAGE, FAILED = 0, 1, 2, 3


class Commands(click.Group):
    """Finds the commands by the files in `evaluator/commands` that hold one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return sorted(name for name in _modules() if self._load(name))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        return self._load(cmd_name) if cmd_name in _modules() else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Click looks for a near name among the commands it holds; here they stand in files."""
        try:
            return super().resolve_command(ctx, args)
        except click.exceptions.NoSuchCommand as error:
            raise click.exceptions.NoSuchCommand(
                error.command_name, possibilities=self.list_commands(ctx), ctx=ctx
            ) from None

    def _load(self, name: str) -> click.Command | None:
        module = importlib.import_module(f"{commands.__name__}.{name.replace('-', '_')}")
        found = getattr(module, "command", None)
        return found if isinstance(found, click.Command) else None


def _modules() -> list[str]:
    return [info.name.replace("_", "-") for info in pkgutil.iter_modules(commands.__path__)]


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=say("数字营商环境评价引擎。", "The digital business-environment evaluation engine."),
)
@click.version_option(package_name="dbe-evaluator", prog_name="evaluator")
@lang_option
@click.pass_context
def main(ctx: click.Context, lang: Lang) -> None:
    """The command line; see `run` for what happens to errors. `--lang` may stand before the command too."""
    if ctx.invoked_subcommand:
        ctx.default_map = {ctx.invoked_subcommand: {"lang": lang}}


def run(words: list[str] | None = None) -> int:
    """Run a command line.

    Returns:
        0 done, 1 the input has faults, 2 wrong usage, 3 the program failed.
    """
    for stream in (sys.stdout, sys.stderr):
        # A console in cp936 or ASCII shows what it can instead of failing.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        _without_pandas()
        result = main.main(args=words, standalone_mode=False)
        return result if isinstance(result, int) else DONE
    except Faults as error:
        for fault in error.faults:
            click.echo(fault.sentence(system_lang(words)), err=True)
        return FAULTY
    except click.UsageError as error:
        tell_usage(error, words)
        return USAGE
    except click.ClickException as error:
        error.show()
        return FAULTY
    except (click.Abort, KeyboardInterrupt):
        click.echo(say("已中断", "interrupted"), err=True)
        return FAILED
    except Exception as error:
        if os.environ.get("EVALUATOR_DEBUG"):
            raise
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        click.echo(
            say(
                f"程序出错（{reason}）；设 EVALUATOR_DEBUG=1 可看详情",
                f"the program failed ({reason}); set EVALUATOR_DEBUG=1 for details",
            ),
            err=True,
        )
        return FAILED


class _NoPandas:
    """An import hook that finds no pandas."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        del path, target
        if name == "pandas":
            raise ModuleNotFoundError(name)


def _without_pandas() -> None:
    """Let Arrow find no pandas: it looks once, at its first array, and importing it takes as long as scoring.

    Nothing on the command line uses pandas; a process in which it is loaded already is left alone.
    """
    if "pandas" in sys.modules:
        return
    import pyarrow as pa

    hook = _NoPandas()
    sys.meta_path.insert(0, hook)
    try:
        pa.array([""])
    finally:
        sys.meta_path.remove(hook)


class _Heard:
    """Standard output whose reader may leave (`| head`): the rest goes nowhere, files and exit code are as ever."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        try:
            return self._stream.write(text)
        except BrokenPipeError:
            return self._left(len(text))

    def flush(self) -> None:
        try:
            self._stream.flush()
        except BrokenPipeError:
            self._left()

    def _left(self, length: int = 0) -> int:
        os.dup2(os.open(os.devnull, os.O_WRONLY), self._stream.fileno())
        return length


def entry() -> None:
    """Entry point of the installed command."""
    if sys.stdout is not None:  # closed by the caller, as `>&-` does
        sys.stdout = cast("TextIO", _Heard(sys.stdout))
    sys.exit(run())


if __name__ == "__main__":
    entry()
