"""The Box–Cox power transform."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from evaluator.methods.base import Floats, Treated, Treatment
from evaluator.methods.transforms import constant, filled
from indicators.records import Real
from indicators.text import Text


class BoxCox(Treatment):
    """The power transform that makes a row most like a normal distribution.

    Attributes:
        exponent: λ; None: the one of greatest likelihood, between −5 and 5.
    """

    kind: ClassVar[str] = "box-cox"
    title: ClassVar[Text] = Text(zh="Box–Cox 变换", en="Box–Cox")
    about: ClassVar[Text] = Text(
        zh="幂变换；不给出指数时取似然最大的 λ。含 0 或负值时先平移 x − min + 0.01·range。",
        en="A power transform; unless an exponent is given, the λ of greatest likelihood. Values that "
        "are not above 0 are"
        " first shifted to x − min + 0.01·range.",
    )
    use: ClassVar[Text] = Text(
        zh="希望各指标分布尽量对称、且次序不变时使用。λ 取决于数据，年度之间会变；要可比请给出 "
        "exponent 或用 scope: panel。"
        "常数列原样保留。",
        en="When distributions shall be as even as possible and order stay. λ depends on the data and "
        "so changes from year"
        " to year; give an exponent or use scope: panel to compare. A constant column stays as it is.",
    )
    formula: ClassVar[str] = "(x^λ − 1) / λ;  ln x for λ = 0"
    source: ClassVar[str] = "Box and Cox (1964), An analysis of transformations, JRSS B 26"
    parameters: ClassVar[dict[str, Text]] = {
        "exponent": Text(zh="指数 λ，不写则由数据估计", en="exponent λ; not given: estimated from the data"),
    }

    exponent: Real | None = None

    def treat(self, row: Floats) -> Treated:
        """Treat `[n]`; gaps stay."""
        present = ~np.isnan(row)
        values = row[present]
        if constant(values):
            return Treated(row.copy(), np.zeros(row.shape, dtype=np.bool_))
        if values.min() <= 0:
            values = values - values.min() + 0.01 * (values.max() - values.min())
        logs = np.log(values)
        power = likeliest(logs) if self.exponent is None else self.exponent
        return filled(row, present, _transformed(logs, power), note="box-cox")


def likeliest(logs: Floats) -> float:
    """λ between −5 and 5 at which the transformed values are most like a normal distribution.

    The profile likelihood has one peak; bisection on the sign of its slope finds it to the last digits, so that
    the order of the regions does not matter.

    Args:
        logs: Logarithms of the values `[n]`.
    """
    centred = logs - logs.mean()  # λ does not depend on the unit
    low, high = -5.0, 5.0
    while high - low > 1e-14:
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if _falls(centred, middle):
            high = middle
        else:
            low = middle
    return (low + high) / 2


def _falls(logs: Floats, power: float) -> bool:
    """Whether the likelihood of centred logarithms falls at λ: y and dy/dλ vary together."""
    bent = power * logs
    top = max(float(bent.max()), 0.0)  # a common factor keeps the exponential finite and changes no sign
    one, risen = np.exp(-top), np.exp(bent - top)
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = np.where(np.abs(bent) < 0.01, one * _series(bent), (bent * risen - risen + one) / bent**2) * logs**2
        grown = np.where(np.abs(bent) < 1, one * np.expm1(np.minimum(bent, 1.0)), risen - one)
        value = grown / power if abs(power) > 1e-12 else logs * one
    return float(((value - value.mean()) * (slope - slope.mean())).sum()) > 0


def _series(bent: Floats) -> Floats:
    """(t·eᵗ − eᵗ + 1) / t² for small t."""
    result: Floats = 1 / 2 + bent * (1 / 3 + bent * (1 / 8 + bent * (1 / 30 + bent * (1 / 144 + bent / 840))))
    return result


def _transformed(logs: Floats, power: float) -> Floats:
    if abs(power) < 1e-12:
        return logs
    result: Floats = np.expm1(power * logs) / power
    return result
