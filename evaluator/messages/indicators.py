"""The Indicators page."""

from indicators.text import both

TEXTS = {
    "choose_indicator": both("查找指标", "Find an indicator"),
    "find_indicator_help": both("可输入汉字、拼音、英文或代码", "Name in Chinese, pinyin or English, or id"),
    "mark_region": both("标出地区", "Mark a region"),
    "tree_of": both("指标树", "Indicators"),
    "tree_help": both(
        "点选一行查看指标；权重为占总分的比重；⚠ 表示与所属维度负相关",
        "Choose a row; weights are shares of the total; ⚠ marks what runs against the item it belongs to",
    ),
    "share_of_total": both("占总分", "Share of total"),
    "grade_short": both("证据", "Grade"),
    "known_share": both("有数据", "Known"),
    "definition": both("定义", "Definition"),
    "formula": both("公式", "Formula"),
    "direction": both("方向", "Direction"),
    "higher": both("越高越好", "higher is better"),
    "lower": both("越低越好", "lower is better"),
    "goalposts": both("上下界", "Bounds"),
    "bounds_text": both("最差 {worst}，最好 {best} {unit}", "worst {worst}, best {best} {unit}"),
    "bounds_basis": both("依据：{basis}", "basis: {basis}"),
    "basis_proposal": both("本标准建议值", "proposed by this standard"),
    "basis_by_construction": both("由定义确定", "fixed by definition"),
    "basis_partly_source": both("部分有出处", "one end from a source"),
    "end_worst": both("最差", "worst"),
    "end_best": both("最好", "best"),
    "target": both("目标值", "Target"),
    "measured_by": both("算法", "How it is measured"),
    "scored_by": both("计分方法", "How it is scored"),
    "clause": both("条款", "Clause"),
    "series": both("序列", "Series"),
    "references": both("依据与对照", "Basis and counterparts"),
    "ref_regulation": both("《优化营商环境条例》", "Regulation on Optimising the Business Environment"),
    "ref_articles": both(
        "《优化营商环境条例》第 {articles} 条", "Regulation on Optimising the Business Environment, articles {articles}"
    ),
    "ref_bready": both("世界银行 B-READY", "World Bank B-READY"),
    "ref_other_law": both("其他法律：", "other laws:"),
    "ref_sources": both("出处：", "sources:"),
    "ref_comparability": both("可比范围：", "comparable:"),
    "comparability_international": both("国际可比", "comparable internationally"),
    "comparability_national": both("全国可比", "comparable within the country"),
    "comparability_local": both("限本地比较", "comparable locally"),
    "publisher": both("发布机构", "Publisher"),
    "licence": both("许可", "Licence"),
    "evidence_grade": both("证据等级", "Grade of evidence"),
    "status_proposed": both("建议", "proposed"),
    "status_pilot": both("试行", "pilot"),
    "status_in-force": both("施行", "in force"),
    "status_retired": both("停用", "retired"),
    "example": both("算例", "Worked example"),
    "example_missing": both("缺失", "missing"),
    "example_result": both("结果：{value}", "Result: {value}"),
    "example_score": both("得分 {score}", "score {score}"),
    "indicator_no_data": both("这一期没有该指标的数据", "No region has a value in this period"),
    "distribution": both("分布", "Distribution"),
    "distribution_note": both(
        "纵轴为地区数；{period}，{n} 个地区有数据", "Vertical: number of regions; {period}, {n} regions with a value"
    ),
    "class_from": both("从", "From"),
    "class_to": both("不足", "Below"),
    "class_regions": both("地区数", "Regions"),
    "coverage_strip": both("各期有数据的地区占比", "Share of regions with a value, by period"),
    "coverage_n": both("有数据", "With a value"),
    "coverage_of": both("应有", "Of"),
    "curve": both("原始值与得分", "From raw value to score"),
    "curve_note": both(
        "横轴为原始值{unit}，纵轴为得分，底部短线为各地区。",
        "Horizontal: raw value{unit}; vertical: score; ticks: the regions. ",
    ),
    "curve_beyond": both(
        "{n} 个地区超出上下界，按端点计分。", "{n} regions lie beyond the bounds and score as the ends do. "
    ),
    "curve_treated": both(
        "曲线由各地区的值连成；持平的一段为离群值截断。",
        "The curve runs through the regions' values; where it is flat, outliers were cut off. ",
    ),
    "relations": both("与总分、所属维度和同组指标的相关", "Correlation with the total, its dimension and its siblings"),
    "relations_note": both(
        "皮尔逊相关系数，按得分计算（方向已统一）", "Pearson's r of scores, so that higher is better throughout"
    ),
    "relation_with": both("与谁", "With"),
    "sign_trap": both(
        "与“{name}”负相关（{r}）：本指标得分越高，所属一项反而越低。请核对方向、口径和上下界。",
        "Runs against {name} ({r}): where this indicator scores high, what it belongs to scores low. "
        "Check direction, definition and bounds.",
    ),
    "changes": both("与另一版标准的差异", "What changed against another version"),
    "changes_help": both(
        "选内置标准，或载入先前导出的 standard.yaml",
        "Choose a bundled standard, or load the standard.yaml of a release",
    ),
    "changes_with": both("另一版（较早）", "The other (earlier) version"),
    "changes_file": both("载入 standard.yaml", "Load a standard.yaml"),
    "changes_none": both("没有差异", "No differences"),
    "changes_count": both("{n} 处差异：{kinds}", "{n} differences: {kinds}"),
    "changes_only": both("只看本指标", "This indicator only"),
    "changes_kind": both("变化", "Change"),
    "changes_before": both("原为", "Before"),
    "changes_after": both("现为", "After"),
}
