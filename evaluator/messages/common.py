"""What several pages say."""

from indicators.text import both

TEXTS = {
    "title": both("数字营商环境评价", "Digital business environment"),
    "explore": both("看结果", "Explore"),
    "use": both("用数据", "Use"),
    "standard_group": both("定标准", "Standard"),
    "ranking": both("排名", "Ranking"),
    "compare": both("对比", "Compare"),
    "region": both("区域画像", "Region"),
    "indicators": both("指标库", "Indicators"),
    "robustness": both("稳健性", "Robustness"),
    "export": both("导出", "Export"),
    "period": both("时期", "Period"),
    "level": both("层级", "Level"),
    "draft": both(
        "工作草案：本项目拟定，不是任何已发布标准的文本",
        "Working draft of this project, not the text of any published standard",
    ),
    "published": both("已发布", "Published"),
    "sandbox_short": both("沙盒", "Sandbox"),
    "sandbox": both("沙盒：未发布", "Sandbox: not published"),
    "partial": both("{n} 个指标缺 {missing} 个", "{missing} of {n} indicators without data"),
    "stale": both("正在重算，显示的是旧结果", "Working it out again: these are the results before"),
    "back": both("回到发布版", "Back to published"),
    "header": both(
        "{name} · 版本 {version} · 数据 {period} · {weights} · {n} 个地区",
        "{name} · version {version} · data {period} · {weights} · {n} regions",
    ),
    "foot": both(
        " · 标准摘要 {standard} · 证据摘要 {evidence}", " · digests: standard {standard}, evidence {evidence}"
    ),
    "weight_set": both("权重方案", "Weight set"),
    "set_published": both("发布权重", "Published weights"),
    "set_equal": both("等权", "Equal weights"),
    "set_proposed": both("送审方案 {name}", "Proposal {name}"),
    "set_own": both("自定权重", "Own weights"),
    "peer": both("对比组", "Peer group"),
    "peer_help": both(
        "排名、对比和画像都与该组地区比较；名次仍按全部地区计",
        "Pages compare with this group; places still count all regions",
    ),
    "all_regions": both("全部地区", "All regions"),
    "level_any": both("全部", "All"),
    "level_economy": both("经济体", "Economies"),
    "level_country": both("国家", "Countries"),
    "level_province": both("省级", "Provinces"),
    "level_city": both("市级", "Cities"),
    "level_prefecture": both("市级", "Prefectures"),
    "level_county": both("县级", "Counties"),
    "made_up": both(
        "数据为随机编造，仅供演示，任何结论均不成立",
        "The data are made up for demonstration: nothing here holds of any real place",
    ),
    "break_recoded": both(
        "{name}自 {since} 起由{before}调整而来，{period} 与此前各期不可比",
        "{name} takes the place of {before} as of {since}: {period} does not compare with earlier periods",
    ),
    "break_merged": both(
        "{name}自 {since} 起由{before}合并而成，{period} 与此前各期不可比",
        "{name} is made of {before} as of {since}: {period} does not compare with earlier periods",
    ),
    "break_split": both(
        "{name}自 {since} 起由{before}分设，{period} 与此前各期不可比",
        "{name} was split from {before} as of {since}: {period} does not compare with earlier periods",
    ),
    "break_badge": both("区划调整", "Regions changed"),
    "break_more": both("另有 {n} 处", "and {n} more"),
    "break_mark": both(
        "菱形：区划调整后首期，折线在此断开", "Diamond: first period after a change of regions; the line breaks"
    ),
    "group": both("分组", "Group"),
    "all": both("全部", "All"),
    "rank": both("名次", "Rank"),
    "name": both("地区", "Region"),
    "code": both("代码", "Code"),
    "score": both("得分", "Score"),
    "change": both("变动", "Change"),
    "coverage": both("覆盖度", "Coverage"),
    "weights": both("权重", "Weights"),
    "total": both("总分", "Total"),
    "node": both("项目", "Item"),
    "raw": both("原始值", "Raw value"),
    "unit": both("单位", "Unit"),
    "note": both("说明", "Note"),
    "none_such": both("没有", "none"),
    "source": both("来源", "Source"),
    "bad_link": both(
        "链接中的部分内容无效，已忽略：{what}", "Parts of the link are not valid and were left out: {what}"
    ),
    "link_region": both(
        "链接中的{gone}已于 {ends} 后停用，现显示其后继地区：{shown}。",
        "{gone} in the link was retired after {ends}; shown in its place: {shown}.",
    ),
    "link_region_others": both("其他后继地区：{others}。", " Other successors: {others}."),
    "link_indicator": both(
        "链接中的指标 {gone} 已被取代，现显示取代它的指标：{shown}。",
        "The indicator {gone} in the link has been replaced; shown in its place: {shown}.",
    ),
    "fault": both("输入有误：", "The input has faults:"),
    "data_table": both("查看数据表", "Show the data"),
    "see_moves": both("名次变化图", "Chart of changes of places"),
    "too_few": both("有得分的地区不足两个，无从比较", "Fewer than two regions have a score: nothing to compare"),
    "page_failed": both(
        "此页出错（{code}），其余页面不受影响", "This page failed ({code}); the others are not affected"
    ),
    "upload": both("选择文件", "Upload"),
    "upload_size": both("不超过 {size} MB", "up to {size} MB"),
    "upload_types": both("，格式：{types}", ", {types}"),
    "details": both("详情", "Details"),
    "no_data": both("无数据", "no data"),
    "coherence": both("一致性", "Coherence"),
    "east": both("东部", "East"),
    "central": both("中部", "Central"),
    "west": both("西部", "West"),
    "northeast": both("东北", "Northeast"),
}
