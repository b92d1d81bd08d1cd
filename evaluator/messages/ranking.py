"""The Ranking page."""

from indicators.text import both

TEXTS = {
    "search": both("查找地区", "Find a region"),
    "search_help": both("可输入汉字、拼音或代码", "Chinese, English or code"),
    "show": both("显示", "Show"),
    "board": both("图", "Chart"),
    "table": both("表", "Table"),
    "map": both("地图", "Map"),
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
    "unscored": both("{n} 个地区没有得分：{names}", "{n} regions have no score: {names}"),
    "page_of": both("第 {a}–{b} 名，共 {n}", "{a}–{b} of {n}"),
}
