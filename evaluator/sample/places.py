"""Counties that do not exist, quarters, and how good each county is at what in which quarter."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

QUARTERS = tuple(f"{year}-Q{quarter}" for year in (2022, 2023) for quarter in (1, 2, 3, 4))
FIRST_DAYS = np.array(
    [f"{year}-{month:02d}-01" for year in (2022, 2023) for month in (1, 4, 7, 10)], dtype="datetime64[D]"
)
DAYS_OF_QUARTER = 90
CITY = "990000"
CITY_NAME = ("云川市（虚构）", "Yunchuan City (made up)")
_NAMES = (
    ("青榆县", "Qingyu"),
    ("白石县", "Baishi"),
    ("长桥县", "Changqiao"),
    ("东岭县", "Dongling"),
    ("南坪县", "Nanping"),
    ("西渡县", "Xidu"),
    ("北原县", "Beiyuan"),
    ("柳河县", "Liuhe"),
    ("松台县", "Songtai"),
    ("明湖县", "Minghu"),
    ("新桥县", "Xinqiao"),
    ("高坡县", "Gaopo"),
)


@dataclass(frozen=True)
class County:
    """A county that does not exist.

    Attributes:
        number: Position, from 0. The first makes the reform of title deeds, the second that of projects, in the
            third satisfaction saturates.
        firms: Firms in existence.
        quality: How well its offices work in each quarter, 0 to 1.
    """

    number: int
    code: str
    zh: str
    en: str
    firms: int
    population: float
    quality: npt.NDArray[np.float64]


def counties(number: int, seed: int) -> list[County]:
    """So many counties; the first ones are the same whatever their number."""
    return [_county(n, seed) for n in range(number)]


def _county(number: int, seed: int) -> County:
    draw = np.random.default_rng([seed, 1, number])
    start, gain = draw.uniform(0.30, 0.65), draw.uniform(0.05, 0.30)
    quality = np.clip(start + gain * np.arange(len(QUARTERS)) / (len(QUARTERS) - 1), 0.05, 0.98)
    zh, en = _NAMES[number] if number < len(_NAMES) else (f"第{number + 1}县", f"County {number + 1}")
    name = en if number >= len(_NAMES) else f"{en} County"
    return County(
        number,
        f"99{number + 1:04d}",
        f"{zh}（虚构）",
        f"{name} (made up)",
        int(draw.integers(4_000, 30_000)),
        float(round(draw.uniform(20, 90), 1)),
        quality,
    )
