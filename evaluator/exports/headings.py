"""What the columns of the tables are called in files that people read."""

from __future__ import annotations

from evaluator.assessment import REASONS
from evaluator.standard import Standard
from indicators.text import Lang, Text

_HEADINGS = {
    "rank": Text(zh="名次", en="Rank"),
    "region": Text(zh="代码", en="Code"),
    "name": Text(zh="地区", en="Region"),
    "period": Text(zh="时期", en="Period"),
    "score": Text(zh="得分", en="Score"),
    "coverage": Text(zh="覆盖度", en="Coverage"),
    "rank_change": Text(zh="名次变动", en="Change of rank"),
    "reason": Text(zh="说明", en="Remark"),
    "level": Text(zh="层级", en="Level"),
    "node": Text(zh="节点", en="Node"),
    "parent": Text(zh="上级", en="Parent"),
    "depth": Text(zh="层次", en="Depth"),
    "given": Text(zh="标准所写权重", en="Weight as written"),
    "weight": Text(zh="在上级中的占比", en="Share within its parent"),
    "contribution": Text(zh="对总分的贡献", en="Contribution to the total"),
    "indicator": Text(zh="指标", en="Indicator"),
    "raw": Text(zh="原始值", en="Raw"),
    "imputed": Text(zh="填补后", en="Imputed"),
    "treated": Text(zh="处理后", en="Treated"),
    "normalised": Text(zh="归一化", en="Normalised"),
    "flags": Text(zh="标记", en="Flags"),
    "figure": Text(zh="并列数据", en="Figure beside"),
    "unit": Text(zh="单位", en="Unit"),
    "value": Text(zh="数值", en="Value"),
    "cases": Text(zh="记录数", en="Cases"),
    "standard_error": Text(zh="标准误", en="Standard error"),
    "low": Text(zh="95% 区间下限", en="95 % low"),
    "high": Text(zh="95% 区间上限", en="95 % high"),
    "source": Text(zh="来源", en="Source"),
}


def heading(column: str, standard: Standard, lang: Lang) -> str:
    """The name of a column, in words: of the table's own, else of a node or an indicator."""
    known = _HEADINGS.get(column)
    return (known or standard.name_of(column)).in_(lang)


def reason(word: str, lang: Lang) -> str:
    """Why there is no score, in words."""
    zh, en = REASONS.get(word, (word, word))
    return zh if lang == "zh" else en
