"""Steps: classes with a score each."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from pydantic import Field, model_validator

from evaluator.methods.base import Aspect, Floats, Normalisation
from evaluator.methods.rows import apart, highest, laid_on, lowest, quantiles
from indicators.records import Real, Whole
from indicators.text import Text


class Steps(Normalisation):
    """A score for the class that a value falls into.

    Attributes:
        cuts: Where the next class begins, upwards, in the indicator's unit; None: percentiles of the data.
        scores: Score of each class, one more than cuts, worst first; given, they imply `range: none`.
        classes: Number of classes, where no cuts are given.
    """

    kind: ClassVar[str] = "steps"
    title: ClassVar[Text] = Text(zh="分档计分", en="Steps")
    about: ClassVar[Text] = Text(
        zh="数值落入哪一档就得哪一档的分；给出 cuts 用固定界点，否则按百分位分成 classes 档。",
        en="A value gets the score of its class; classes begin at the given cuts, or else at percentiles of the data.",
    )
    use: ClassVar[Text] = Text(
        zh="评分表以档次规定得分时使用。正好等于界点的值归入较好的一档。档内差异不再体现。"
        "未给出 scores 时，各档在 0–1 间等距；给出时按所写计分，不再映射到区间。",
        en="When a score sheet names classes. A value right at a cut belongs to the better class. "
        "Differences within a class"
        " are lost. Without scores the classes are evenly spaced from 0 to 1; with scores they count "
        "as written and no"
        " range is applied.",
    )
    formula: ClassVar[str] = "score of #{cuts reached}"
    source: ClassVar[str] = "OECD/JRC Handbook (2008), step 5 (categorical scales)"
    parameters: ClassVar[dict[str, Text]] = {
        "cuts": Text(zh="各档界点，从小到大，按指标单位", en="where classes begin, upwards, in the indicator's unit"),
        "scores": Text(
            zh="各档得分，由差到好，比界点多一个", en="score of each class, worst first, one more than cuts"
        ),
        "classes": Text(zh="未给界点时分几档", en="number of classes where no cuts are given"),
    }

    cuts: tuple[Real, ...] | None = Field(default=None, min_length=1)
    scores: tuple[Real, ...] | None = Field(default=None, min_length=2)
    classes: Whole = Field(default=5, ge=2)

    @model_validator(mode="after")
    def _fitting(self) -> Steps:
        if self.cuts is not None and any(b <= a for a, b in zip(self.cuts, self.cuts[1:], strict=False)):
            raise ValueError("cuts 须从小到大", "cuts must go upwards")
        if self.scores is not None and any(b < a for a, b in zip(self.scores, self.scores[1:], strict=False)):
            raise ValueError("scores 须由差到好", "scores must go from the worst to the best")
        number = self.classes if self.cuts is None else len(self.cuts) + 1
        if self.scores is not None and len(self.scores) != number:
            raise ValueError(
                f"scores 应有 {number} 个，实有 {len(self.scores)} 个",
                f"scores must be {number}, there are {len(self.scores)}",
            )
        return self

    def normalise(self, rows: Floats, aspect: Aspect) -> Floats:
        """Normalise `[row, n]`; natural bounds are 0 and 1. Without cuts a constant row becomes NaN."""
        directed = rows * aspect.direction
        reached = np.zeros(rows.shape)
        for cut in self._cuts(directed, aspect.direction):
            reached += np.where(directed >= cut, 1.0, 0.0)
        reached = np.where(np.isnan(rows), np.nan, reached)
        if self.cuts is None:
            reached = np.where(apart(lowest(rows), highest(rows)), reached, np.nan)
        number = self.classes if self.cuts is None else len(self.cuts) + 1
        if self.scores is None:
            return laid_on(reached / (number - 1), self.range)
        written = np.array(self.scores)[np.nan_to_num(reached).astype(np.intp)]
        return np.where(np.isnan(reached), np.nan, written)

    def _cuts(self, directed: Floats, direction: float) -> list[Floats]:
        """Where classes begin, in directed values."""
        if self.cuts is not None:
            return [np.array(cut * direction) for cut in self.cuts]
        return [quantiles(directed, k / self.classes) for k in range(1, self.classes)]
