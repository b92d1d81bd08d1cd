"""The self-assessment page."""

from indicators.text import both

TEXTS = {
    "self": both("自评", "Self-assessment"),
    "self_way": both("填报方式", "How to fill it in"),
    "self_workbook": both("下载工作簿填报", "In a workbook"),
    "self_form": both("在线填报", "On this page"),
    "self_template": both("下载{region}自评工作簿（{period}）", "Download the workbook of {region} for {period}"),
    "self_template_note": both(
        "只列本级所需内容，库中已有的数据已填入。可用 Excel、WPS 或 LibreOffice 填写，可以分次提交。",
        "It lists only what this level needs, with what is on record filled in. Excel, WPS and LibreOffice will do; "
        "it may be handed in in parts.",
    ),
    "self_upload": both(
        "上传填好的工作簿（.xlsx 或 .ods，不超过 50 MB）", "Upload the workbook (.xlsx or .ods, up to 50 MB)"
    ),
    "self_upload_note": both(
        "上传只作检查，确认后才入库。", "It is only checked; nothing is stored before you confirm."
    ),
    "self_empty": both(
        "请上传填好的工作簿，或改用在线填报。", "Upload a workbook, or fill in the figures on this page."
    ),
    "self_refused": both("文件未能接收", "The file was not taken"),
    "self_checked": both("检查结果", "Findings"),
    "self_count": both(
        "{rows} 行可入库 · 错误 {faults} 处 · 待说明 {doubts} 处 · 提示 {notes} 条",
        "{rows} rows can be stored · faults: {faults} · to explain: {doubts} · notes: {notes}",
    ),
    "self_clean": both("没有发现问题。", "Nothing is wrong."),
    "self_gravity": both("类别", "Kind"),
    "self_sheet": both("工作表", "Sheet"),
    "self_cell": both("单元格", "Cell"),
    "self_what": both("问题", "What is wrong"),
    "self_todo": both("处理办法", "What to do"),
    "self_reason": both("原因（确认无误时填写）", "Reason (if it is right)"),
    "self_doubts": both(
        "以下数据变化较大。确有原因的，请在最后一列写明；写错的，请改正后重新提交。",
        "These figures are unusual. Where one is right, say why in the last column; where it is wrong, correct it.",
    ),
    "self_marked": both("下载标有问题的工作簿", "Download the workbook with its cells marked"),
    "self_preview": both("完整度与试算得分", "Coverage and score as it would be"),
    "self_try": both("试算得分", "Work out the score"),
    "self_preview_note": both(
        "得分按本次所填数据试算，未入库；与本地区 {before} 比较。",
        "The score that these data would give, not stored; compared with this region in {before}.",
    ),
    "self_none": both("现有数据不足以试算得分。", "There is not enough to work out a score."),
    "self_dimension": both("维度", "Dimension"),
    "self_share": both("有数据的指标", "Indicators with data"),
    "self_now": both("本次试算", "As filled in"),
    "self_last": both("上期", "Last period"),
    "self_change": both("变化", "Change"),
    "self_place": both("试算名次：第{place}名", "Place as worked out: {place}"),
    "self_filled": both("已填 {n}/{whole}", "{n}/{whole} filled in"),
    "self_rows": both("{n} 行", "{n} rows"),
    "self_part": both("有误的单元格不计，其余入库", "Leave out cells with faults and store the rest"),
    "self_who": both("填报人或单位", "Who hands it in"),
    "self_store": both("确认入库", "Store this version"),
    "self_stored": both("已入库：{name}（{rows} 行）", "Stored: {name} ({rows} rows)"),
    "self_wait": both(
        "尚有 {n} 处需要改正或说明，暂不能入库。",
        "{n} cells have to be corrected or explained before it can be stored.",
    ),
    "self_versions": both("已入库版本", "Stored versions"),
    "self_no_versions": both("该地区尚未提交。", "This region has not handed in anything."),
    "self_version": both("版本", "Version"),
    "self_received": both("入库时间（UTC）", "Stored at (UTC)"),
    "self_by": both("填报人", "By"),
    "self_number": both("行数", "Rows"),
    "self_withdrawn": both("撤回", "Withdrawn"),
    "self_compare": both("比较两个版本", "Compare two versions"),
    "self_same": both("两个版本内容相同。", "The two versions say the same."),
    "self_table": both("表", "Table"),
    "self_key": both("数据项", "Item"),
    "self_withdraw": both("撤回版本", "Withdraw a version"),
    "self_why": both("撤回原因（必填）", "Why it is withdrawn (needed)"),
    "self_do_withdraw": both("撤回", "Withdraw"),
    "self_group": both("一级指标", "Pillar"),
    "self_series": both("数据项", "Figure"),
    "self_unit": both("单位", "Unit"),
    "self_this": both("本期", "This period"),
    "self_note": both("备注", "Note"),
    "self_form_note": both(
        "统计数据、核查清单、台账和问卷合计都可在此填报；办件较多的，请用工作簿提交。",
        "Figures, checklists, ledgers and totals of surveys can be filled in here; many cases are better handed in by "
        "workbook.",
    ),
    "self_no_form": both("本级没有需要填报的内容。", "Nothing is asked of this level."),
    "self_cases": both("办件记录", "Cases"),
    "self_ledger": both("台账（意见、承诺、问题等）", "Ledger (opinions, promises, problems)"),
    "self_responses": both("问卷合计", "Totals of surveys"),
    "self_records_note": both(
        "一行一条，可从表格软件粘贴。只填新增或更正的记录，编号相同的以新填为准。",
        "One record a row; rows can be pasted from a spreadsheet. Enter what is new or corrected: a record of the same "
        "number takes the place of the old one.",
    ),
    "self_stamp_help": both("如 2023-05-06 或 2023-05-06 14:30", "Such as 2023-05-06 or 2023-05-06 14:30"),
    "self_totals_note": both(
        "逐题填写各答案的份数，只计办过事的企业。按合计填报时，答卷人数按可能的最少人数计。",
        "Enter how many gave each answer, of those who had contact. Of totals, the number of respondents counts as the "
        "fewest that it can have been.",
    ),
    "self_survey": both("问卷", "Survey"),
    "self_subject": both("被评价部门", "Department that is rated"),
    "self_subject_needed": both("请先写明被评价部门。", "Name the department first."),
    "self_rated": both("已填部门：{names}", "Departments filled in: {names}"),
    "self_unanswered": both("未作答", "Not answered"),
    "self_sandbox": both("沙盒排名：若采用各地所报数据", "Sandbox: the ranking with what was handed in"),
    "self_sandbox_about": both(
        "仅供评审试看：所选版本覆盖在原证据之上重新计分，不入库、不改变发布结果。",
        "For the committee only: the chosen versions are laid over the evidence and scored anew. Nothing is stored or "
        "published.",
    ),
    "self_sandbox_place_after": both("试算名次", "Place as tried"),
    "self_sandbox_region": both("地区", "Region"),
    "self_sandbox_handed_in": both("已报", "Handed in"),
    "self_sandbox_place": both("现名次", "Place now"),
    "self_sandbox_moved": both("变动", "Change"),
    "self_sandbox_score": both("现得分", "Score now"),
    "self_sandbox_score_after": both("试算得分", "Score as tried"),
    "self_pairs": both("逐项对照：所报数据与现有证据", "Item by item: as handed in against what is on record"),
    "self_pairs_none": both("所报数据与现有证据得分相同。", "Both give the same scores."),
    "self_pairs_alt": both(
        "各指标得分对照：空心点为现有证据，实心点为所报数据",
        "Scores by indicator: hollow on record, full as handed in",
    ),
    "self_pairs_now": both("现有证据得分", "Score on record"),
    "self_pairs_in": both("所报数据得分", "Score as handed in"),
    "self_answers": both("核查清单", "Checklists"),
    "self_item": both("指标", "Indicator"),
    "self_question": both("核查项", "Question"),
    "self_answer": both("本期回答", "This period"),
    "self_proof": both("依据（文件、链接）", "Proof (document, link)"),
}
