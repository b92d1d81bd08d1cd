"""What the columns of the tables are called in files that people read."""

from __future__ import annotations

from typing import Literal

import pyarrow as pa

from evaluator.assessment import REASONS
from evaluator.scoring.node_sql import ENDS, top_columns
from evaluator.standard import Node, Standard
from indicators.text import Lang, Text

_HEADINGS = {
    "rank": Text(zh="名次", en="Rank"),
    "region": Text(zh="代码", en="Code"),
    "name": Text(zh="地区", en="Region"),
    "period": Text(zh="时期", en="Period"),
    "score": Text(zh="得分", en="Score"),
    "coverage": Text(zh="覆盖度", en="Coverage"),
    "rank_change": Text(zh="名次变动", en="Change of rank"),
    "rank_p5": Text(zh="名次区间（90%）起", en="Interval of places (90 %), from"),
    "rank_p95": Text(zh="名次区间（90%）止", en="Interval of places (90 %), to"),
    "rank_interval": Text(zh="名次区间（90%）", en="Interval of places (90 %)"),
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
    "made_up": Text(zh="数据性质", en="Kind of data"),
    "figure": Text(zh="并列数据", en="Figure beside"),
    "unit": Text(zh="单位", en="Unit"),
    "value": Text(zh="数值", en="Value"),
    "cases": Text(zh="记录数", en="Cases"),
    "standard_error": Text(zh="标准误", en="Standard error"),
    "low": Text(zh="95% 区间下限", en="95 % low"),
    "high": Text(zh="95% 区间上限", en="95 % high"),
    "source": Text(zh="来源", en="Source"),
    "origin": Text(zh="出处", en="Origin"),
}


Headings = Literal["zh", "en", "both"]


def heading(column: str, standard: Standard, lang: Headings) -> str:
    """The name of a column, in words: of the table's own, else of a node or an indicator; `both`: 得分 Score."""
    tops = [entry.id if isinstance(entry, Node) else entry.indicator for entry in standard.tree]
    nodes = {named: top for top, named in top_columns(tops).items()}
    found = _HEADINGS.get(column) or standard.name_of(nodes.get(column, column))
    if lang == "both":
        return found.zh if found.zh == found.en else f"{found.zh} {found.en}"
    return found.in_(lang)


def in_words(table: pa.Table, standard: Standard, lang: Headings) -> pa.Table:
    """A table with its columns named in words; names that two columns would share keep the id beside them."""
    names = [heading(column, standard, lang) for column in table.column_names]
    shared = {name for name in names if names.count(name) > 1}
    pairs = zip(names, table.column_names, strict=True)
    return table.rename_columns([f"{name} ({column})" if name in shared else name for name, column in pairs])


def for_reading(ranking: pa.Table) -> pa.Table:
    """A ranking as people read it: intervals of places, if there are any, stand beside the names."""
    names = [name for name in ranking.column_names if name not in ENDS]
    if len(names) == ranking.num_columns:
        return ranking
    at = names.index("name") + 1
    return ranking.select([*names[:at], *ENDS, *names[at:]])


def reason(word: str, lang: Lang) -> str:
    """Why there is no score, in words."""
    zh, en = REASONS.get(word, (word, word))
    return zh if lang == "zh" else en
