"""The Ranking page."""

from indicators.text import both

TEXTS = {
    "search": both("查找地区", "Find a region"),
    "search_help": both("可输入汉字、拼音、英文或代码", "Name in Chinese, pinyin or English, or code"),
    "show": both("显示", "Show"),
    "board": both("图", "Chart"),
    "table": both("表", "Table"),
    "map": both("地图", "Map"),
    "ranking_alt": both(
        "排名图：每行一个地区，依次为名次、名称、名次变动、各维度对总分的贡献、总分、名次区间；同样的数字见“表”",
        "Ranking: a row a region with place, name, change, contribution of each dimension, score and interval of "
        "places; the same numbers stand in the table",
    ),
    "change_help": both("与标准权重下的名次相比", "Compared with the standard's own weights"),
    "moved": both("{n} 个地区名次有变，最大变动 {most} 位", "{n} regions changed places, by {most} at most"),
    "not_moved": both("名次与标准权重下相同", "Same places as under the standard's weights"),
    "log_shares": both(
        "几何平均没有可加的部分：色块为对数得分占比折算，仅供参考",
        "A geometric mean has no additive parts: the bars show shares of the log score, scaled to the total",
    ),
    "no_parts": both(
        "此汇总方法没有可加的部分，只显示总分", "This aggregation has no additive parts; only totals are shown"
    ),
    "nothing": both("没有符合条件的地区", "No region fits"),
    "none_scored": both("本期没有地区有得分", "No region has a score in this period"),
    "unscored": both("{n} 个地区没有得分：{names}", "{n} regions have no score: {names}"),
    "page_of": both("第{a}–{b}名，共 {n}", "{a}–{b} of {n}"),
    "beside": both("右侧显示", "Beside the board"),
    "clear": both("清除筛选", "Clear the filter"),
    "align": both("对齐", "Align at"),
    "align_help": both(
        "把这一维度排在最左，便于逐地区比较", "Put this dimension first, so that its bars start at one line"
    ),
    "band": both("档次", "Band"),
    "band_help": both(
        "按名次五等分：A 为前五分之一，E 为后五分之一",
        "Fifths of the places: A is the first fifth, E the last",
    ),
    "intervals_shown": both("名次区间", "Intervals"),
    "interval_help": both(
        "90% 名次区间：各级权重在 ±25% 内随机变动时，九成情形下的名次范围；来自权重的选择，不是抽样误差",
        "90% intervals: where the place lies in 90% of the draws when weights of every level vary within ±25%; "
        "not a sampling error",
    ),
    "gap_next": both("领先下一名", "Ahead of the next"),
    "near": both("难分先后的名次", "Hardly told apart"),
    "near_help": both(
        "相邻地区中，与本地区名次区间有重叠的名次范围；图中以左侧括号标出",
        "The places of neighbours whose intervals overlap this one's; the chart marks them with a bracket at the left",
    ),
    "near_note": both(
        "左侧括号：括内各地区的名次区间有重叠，难分先后。",
        "Brackets at the left: the intervals of all regions within one overlap, so that they are hardly told apart.",
    ),
    "below": both("低于底线的维度", "Below the floor"),
    "below_note": both(
        "“<{floor}”与加框色块：该维度得分低于底线 {floor} 分，无论总分多高（{basis}）。",
        "“<{floor}” and a framed piece: the dimension is below the floor of {floor}, whatever the total ({basis}).",
    ),
    "below_own": both(
        "得分低于底线 {floor} 分的维度：{names}。底线只作标记，不改变得分与名次。",
        "Below the floor of {floor}: {names}. The floor marks, and changes no score and no place.",
    ),
    "below_proposal": both(
        "底线为建议值，只作标记，不改变得分与名次", "a proposal; it marks, and changes no score and no place"
    ),
    "moved_hint": both("查看名次变动", "See how places changed"),
    "moved_of": both("查看{name}的名次变动", "How {name} changed places"),
    "compare_chosen": both("对比所选 {n} 个地区", "Compare the {n} chosen regions"),
    "tiles_note": both(
        "示意图：每格一个省级地区，不表示边界与面积；点击一格可在图中标出",
        "A diagram, one tile a province; no boundaries or areas. Click a tile to mark it on the board",
    ),
    "no_tiles": both(
        "这一级没有示意图；可载入自备的边界文件", "No tile grid for this level; bring boundaries of your own"
    ),
    "own_map": both("使用自备的边界文件", "Boundaries of your own"),
    "own_map_help": both(
        "本产品不附带任何行政区划边界。请载入经审核的 GeoJSON，并填写审图号与来源；文件只留在本次会话中。",
        "No boundaries are shipped. Bring an approved GeoJSON file with its approval number and source; "
        "it stays in this session.",
    ),
    "map_approval": both("审图号", "Approval number (审图号)"),
    "map_owner": both("来源", "Source"),
    "map_needs": both("填写审图号和来源后显示", "The map appears once approval number and source are filled in"),
    "map_source": both("审图号：{approval}；来源：{source}", "Approval number: {approval}; source: {source}"),
}
