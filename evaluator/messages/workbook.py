"""What the self-assessment workbook says."""

from indicators.text import both

TEXTS = {
    "wb_title": both("{region} 自评工作簿", "Self-assessment workbook: {region}"),
    "wb_what": both("这是什么", "What this is"),
    "wb_what_text": both(
        "本工作簿用于填报 {region} {period} 的自评数据，只列本级适用的 {n} 个指标所需的内容。",
        "It collects the self-assessment data of {region} for {period}; it lists only what the {n} indicators "
        "of this level need.",
    ),
    "wb_how": both("怎么填", "How to fill it in"),
    "wb_how_text": both(
        "只填黄色单元格；已有数据已填入，请核对。没有的数据留空，不必编造；确认没有的写“无”。不要改动灰色代码列。",
        "Fill in the yellow cells only; what is on record has been entered, please check it. Leave empty what you do "
        "not have; write n/a where there is none. Do not change the grey code columns.",
    ),
    "wb_send": both("怎么交", "How to hand it in"),
    "wb_send_text": both(
        "可以分次提交，未填完也可以。提交前先检查，有问题的单元格会逐一标出；确认后才入库。",
        "You may hand it in in parts and before it is complete. It is checked first and every doubtful cell is marked; "
        "nothing is stored before you confirm.",
    ),
    "wb_facts": both("填报信息", "About this workbook"),
    "wb_region": both("地区", "Region"),
    "wb_period": both("时期", "Period"),
    "wb_standard": both("标准", "Standard"),
    "wb_version": both("版本", "Version"),
    "wb_digest": both("标准摘要", "Digest of the standard"),
    "wb_unit": both("填报单位", "Reporting unit"),
    "wb_person": both("填报人", "Filled in by"),
    "wb_phone": both("联系电话", "Telephone"),
    "wb_reviewer": both("审核人", "Reviewed by"),
    "wb_deadline": both("截止日期", "Deadline"),
    "wb_progress": both("填报进度", "Progress"),
    "wb_sheet": both("工作表", "Sheet"),
    "wb_asked": both("应填", "Asked"),
    "wb_filled": both("已填", "Filled"),
    "wb_share": both("进度", "Share"),
    "wb_wrong": both("待核对", "To check"),
    "wb_rows": both("{n} 行", "{n} rows"),
    "wb_done": both("已填", "done"),
    "wb_open": both("待填", "open"),
    "wb_error": both("有误", "error"),
    "wb_doubt": both("请核对", "check"),
    "wb_intro_statistics": both(
        "每行一个数据项，“本期”按所列单位填数字。与上期相差一倍以上时，请核对并在备注中说明。",
        "One figure a row: write a number in the unit named. Where it is more than twice or less than half of the last "
        "period, please check it and say why in the note.",
    ),
    "wb_intro_answers": both(
        "从下拉列表选择；抽样核查可填 0 至 1 的小数。填“是”“部分”须写依据，否则按“否”计。",
        "Choose from the list, or write a number from 0 to 1 for a sample. 'Yes' and 'partial' need a proof; without "
        "one they count as 'no'.",
    ),
    "wb_intro_cases": both(
        "一个办件的一个环节一行，可直接粘贴。时间写成 2024-01-05 或 2024-01-05 14:30；未办结的留空。"
        "各业务的环节与代码见“说明”。",
        "One row a step of a case; rows may be pasted. Write times as 2024-01-05 or 2024-01-05 14:30; leave open ones "
        "empty. Steps and codes of each process stand in the guide.",
    ),
    "wb_intro_responses": both(
        "本地区自行组织的问卷逐条填入，不填姓名和单位。为保护填答者，已在库的答卷不回填，只列份数：{counts}。",
        "Enter the answers of your own surveys without names. To protect respondents, answers on record are not shown, "
        "only their number: {counts}.",
    ),
    "wb_intro_ledger": both(
        "一件事项一行，可直接粘贴。未办结的留空“办结时间”。",
        "One item a row; rows may be pasted. Leave 'Closed' empty while open.",
    ),
    "wb_many": both(
        "库中已有 {n} 行，数量较大，不再回填；这里只写需要新增或更正的行。",
        "{n} rows are on record, too many to show here; write only rows that are new or corrected.",
    ),
    "wb_none": both("无", "none"),
    "wb_enter_number": both("请填数字", "Enter a number"),
    "wb_enter_number_text": both(
        "请按所列单位填写数字；没有的留空。", "A number in the unit named; leave it empty if unknown."
    ),
    "wb_enter_choice": both("请从列表选择", "Choose from the list"),
    "wb_enter_choice_text": both(
        "请从下拉列表中选择；其他写法可能无法识别。", "Choose from the list; anything else may not be read."
    ),
    "wb_pillar": both("一级指标", "Pillar"),
    "wb_indicator": both("指标", "Indicator"),
    "wb_definition": both("定义", "Definition"),
    "wb_direction": both("方向", "Better if"),
    "wb_higher": both("越高越好", "higher"),
    "wb_lower": both("越低越好", "lower"),
    "wb_evidence": both("所需证据", "Evidence needed"),
    "wb_example": both("算例", "Worked example"),
    "wb_code": both("代码", "Code"),
    "wb_unit_of": both("计量单位", "Unit"),
    "wb_process": both("业务或类别", "Process or kind"),
    "wb_row": both("一行是什么", "What a row is"),
    "wb_allowed": both("可填内容", "What may be written"),
    "wb_users": both("用于指标", "Used by"),
}
