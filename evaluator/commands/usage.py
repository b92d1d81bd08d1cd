"""Wrong usage told in Chinese where that is the language; click itself speaks English only."""

from __future__ import annotations

import re

import click

from evaluator.commands.language import system_lang


def tell_usage(error: click.UsageError, words: list[str] | None = None) -> None:
    """Print what is wrong with a command line on standard error, how it is used and where help is."""
    if system_lang(words) == "en":
        error.show()
        return
    if error.ctx is not None:
        usage = error.ctx.get_usage().removeprefix("Usage:").strip()
        click.echo(f"用法：{usage}\n输入“{error.ctx.command_path} --help”查看说明。\n", err=True)
    click.echo(f"错误：{sentence(error)}", err=True)


def sentence(error: click.UsageError) -> str:
    """What is wrong, in Chinese; a message of our own is in Chinese already."""
    if isinstance(error, click.NoSuchOption):
        return f"没有选项“{error.option_name}”{_near(error.possibilities)}"
    if isinstance(error, click.exceptions.NoSuchCommand):
        return f"没有命令“{error.command_name}”{_near(error.possibilities)}"
    if isinstance(error, click.MissingParameter):
        return f"缺少{_name(error)}"
    if isinstance(error, click.BadParameter):
        return f"{_name(error)}的取值不合要求：{_reason(error)}"
    for pattern, zh in _MESSAGES:
        found = re.fullmatch(pattern, error.format_message())
        if found:
            return zh.format(*found.groups())
    return error.format_message()


_MESSAGES = (
    (r"Got unexpected extra arguments? \((.*)\)", "多余的参数：{0}"),
    (r"Option '(.*)' requires an argument\.", "选项“{0}”后面缺少取值"),
    (r"Option '(.*)' does not take a value\.", "选项“{0}”不带取值"),
    (r"Missing command\.", "缺少命令"),
)


def _near(possibilities: list[str] | None) -> str:
    return f"；是否应为“{possibilities[0]}”？" if possibilities else ""


def _name(error: click.BadParameter) -> str:
    hint = error.param_hint if error.param_hint is not None else error.param and error.param.get_error_hint(error.ctx)
    words = [hint] if isinstance(hint, str) else hint or []
    return f"“{'、'.join(word.strip(chr(39)) for word in words)}”" if words else "参数"


def _reason(error: click.BadParameter) -> str:
    """Why a value will not do, from the type of its parameter."""
    kind = error.param.type if error.param else None
    if isinstance(kind, click.IntRange | click.FloatRange):
        ends = f" {kind.min} 至 {kind.max} "
        if kind.min_open or kind.max is None:
            most = "" if kind.max is None else f"、不超过 {kind.max}"
            ends = f"{'大于' if kind.min_open else '不小于'} {kind.min}{most} "
        return f"应为{ends}的{'整数' if isinstance(kind, click.IntRange) else '数'}"
    if isinstance(kind, click.Choice):
        return f"只能是：{', '.join(map(str, kind.choices))}"
    plain = {click.INT.name: "应为整数", click.FLOAT.name: "应为数字"}
    return plain.get(kind.name, error.message) if kind else error.message
