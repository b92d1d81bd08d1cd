"""The Indicators page."""

from indicators.text import both

TEXTS = {
    "choose_indicator": both("选择指标", "Choose an indicator"),
    "definition": both("定义", "Definition"),
    "formula": both("公式", "Formula"),
    "direction": both("方向", "Direction"),
    "higher": both("越高越好", "higher is better"),
    "lower": both("越低越好", "lower is better"),
    "goalposts": both("上下界", "Bounds"),
    "example": both("算例", "Worked example"),
    "distribution": both("分布", "Distribution"),
    "coverage_years": both("历年有数据的地区数", "Regions with data, by period"),
    "curve": both("原始值与得分", "From raw value to score"),
    "correlation": both("与总分的相关系数", "Correlation with the total"),
    "against": both("与总分负相关，请留意", "Runs against the total: look again"),
}
