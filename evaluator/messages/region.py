"""The Region page."""

from indicators.text import both

TEXTS = {
    "choose_region": both("选择地区", "Choose a region"),
    "sentence": both(
        "{name}：在 {n} 个地区中列第 {rank} 名，得分 {score:.1f}", "{name}: place {rank} of {n}, score {score:.1f}"
    ),
    "behind_next": both("比前一名低 {gap:.2f} 分", "{gap:.2f} behind the next above"),
    "ahead_next": both("比后一名高 {gap:.2f} 分", "{gap:.2f} ahead of the next below"),
    "sentence_none": both("{name}：没有得分（{reason}）", "{name}: no score ({reason})"),
    "best_in": both("最好的维度", "Best dimension"),
    "worst_in": both("最弱的维度", "Weakest dimension"),
    "completeness": both("数据完整度", "Data completeness"),
    "tree": both("逐项得分", "Item by item"),
    "gap": both("距最好", "Gap to best"),
    "best": both("最好的地区", "Best region"),
    "trend": both("历年得分", "Trend"),
    "imputed": both("填补值", "imputed"),
    "strengths": both("强项与弱项", "Strengths and weaknesses"),
    "strength_rule": both(
        "规则：得分高于（低于）全部地区均值一个标准差以上",
        "Rule: more than one standard deviation above (below) the mean",
    ),
    "strong": both("强项", "Strengths"),
    "weak": both("弱项", "Weaknesses"),
}
