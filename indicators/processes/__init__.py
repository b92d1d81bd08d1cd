"""The register of processes: steps in their order, and the codes that stand in case logs and ledgers."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator

from indicators.faults import Fault, Faults
from indicators.records import Id, Model, Record, read_record
from indicators.text import Text
from indicators.yamls import read_yaml

FILE = Path(__file__).with_name("register.yaml")
WORDS = Path(__file__).with_name("words.yaml")


class Step(Record):
    """One step of a process.

    Attributes:
        after: Steps that must be done before.
        parallel_with: Steps that may run at the same time.
        side: Who acts: government, firm, both, or a utility.
    """

    id: Id
    name: Text | None = None
    stage: Text | None = None
    lead: Text | None = None
    after: tuple[str, ...] = ()
    parallel_with: tuple[str, ...] = ()
    side: Literal["gov", "firm", "firm_gov", "utility", ""] = ""


def _step(value: object) -> object:
    return {"id": value} if isinstance(value, str) else value


class Process(Record):
    """One process: what a row of its log is, its steps and its codes.

    Attributes:
        repeats: Whether a case may have many rows of one step, such as its documents.
    """

    id: Id
    name: Text
    row: Text
    steps: tuple[Annotated[Step, BeforeValidator(_step)], ...]
    modes: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    repeats: bool = False
    note: Text | None = None


class Kind(Record):
    """One kind of ledger item."""

    id: Id
    name: Text


class Register(Record):
    """Processes of the case log and kinds of the ledger."""

    processes: tuple[Process, ...]
    ledger: tuple[Kind, ...]

    def process(self, name: str) -> Process | None:
        """A process by its id, or None."""
        return next((one for one in self.processes if one.id == name), None)


class Words(Record):
    """What codes are called where people read them: steps without a name of their own, surveys, questions, answers."""

    steps: dict[str, Text]
    surveys: dict[str, Text]
    questions: dict[str, Text]
    answers: dict[str, Text]


def read_register(path: Path = FILE) -> Register:
    """Read a register of processes; raises Faults with everything that is wrong with it."""
    return _read(Register, path)


def _read(model: type[Model], path: Path) -> Model:
    faults: list[Fault] = []
    document = read_yaml(path, path.name)
    found = read_record(model, document.value, document, (), faults)
    if found is None:
        raise Faults(faults)
    return found


@cache
def words() -> Words:
    """The words for codes that come with the program."""
    return _read(Words, WORDS)


def step_name(process: str, step: str) -> Text:
    """What a step is called: by the process's own template, else by the general word, else as it is written."""
    known = register().process(process)
    own = next((one.name for one in known.steps if one.id == step), None) if known else None
    return own or words().steps.get(step, Text.same(step))


@cache
def register() -> Register:
    """The register that comes with the program."""
    return read_register()
