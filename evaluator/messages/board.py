"""The weight board and the page of weights."""

from indicators.text import both

TEXTS = {
    "board_sum": both("合计 100.0%", "Sum 100.0%"),
    "board_list": both("前{n}名 · 色块为各项对总分的贡献", "First {n} · pieces: what each item adds to the total"),
    "board_lock": both("锁定{name}", "Lock {name}"),
    "board_published": both("标准权重", "Weight in the standard"),
    "board_picked": both("所选方案的权重", "Weight in the chosen set"),
    "board_less": both("{name}减 0.1", "{name}: 0.1 less"),
    "board_more": both("{name}加 0.1", "{name}: 0.1 more"),
    "board_box": both("{name}（百分比）", "{name} (per cent)"),
    "board_bad": both("请输入 0 至 100 之间的数，原值保留", "Enter a number from 0 to 100; the weight stays as it was"),
    "board_moved": both("{name} {value}%。", "{name} {value}%. "),
    "board_waits": both(
        "此汇总方法不能即时预览，松手后由引擎计算", "No live preview for this method: the engine answers"
    ),
    "board_comma": both("、", ", "),
    "board_first": both("前三名：{names}。", "First three: {names}. "),
    "board_own": both("{name}第{rank}名{move}。", "{name}: place {rank}{move}."),
    "board_own_tied": both("{name}并列第{rank}名{move}。", "{name}: place {rank}, shared{move}."),
    "board_tied": both("并列第{rank}名", "Place {rank}, shared"),
    "board_up": both("，升{n}名", ", up {n}"),
    "board_down": both("，降{n}名", ", down {n}"),
    "board_stable_first": both("第1名不变：{low}–{high}%", "First place stays: {low}–{high}%"),
    "board_stable_own": both("本区域名次不变：{low}–{high}%", "This place stays: {low}–{high}%"),
    "board_always_first": both("第1名始终不变", "First place always stays"),
    "board_always_own": both("本区域名次始终不变", "This place always stays"),
    "board_stop": both("；", "; "),
    "board_confirmed": both("已确认", "Confirmed"),
    "board_preview": both("预览", "Preview"),
    "board_boxes": both("改用数字框", "Number boxes instead"),
    "board_boxes_help": both(
        "权重板显示不出来，或更习惯键入数字时使用", "If the board does not show, or to type figures"
    ),
    "weights_about": both(
        "拖动手柄即看排名变化；松手后由引擎确认。标准权重以▲标出，横条下的深色段是第1名不变的范围。",
        "Drag a handle and watch places change; the engine confirms on release. ▲ marks the standard's weight, the dark"
        " band the range in which first place stays.",
    ),
    "undo": both("撤销", "Undo"),
    "redo": both("重做", "Redo"),
    "weights_legal": both("允许范围", "Legal range"),
    "weights_free": both("不限", "free"),
    "weights_within": both("标准权重 ±{share}%", "standard ±{share}%"),
    "weights_preset": both("套用权重方案", "Apply a weight set"),
    "weights_picked": both(
        "▽ 所选方案；▲ 标准权重。尚未套用时即可对照。",
        "▽ the chosen set, ▲ the standard: compare before you apply it.",
    ),
    "weights_use": both("套用", "Apply"),
    "weights_effect": both("影响", "Effect"),
    "weights_tau": both("肯德尔 τ（与标准排名）", "Kendall's τ"),
    "weights_far": both("名次变动超过5位的地区", "Regions that move over 5 places"),
    "weights_up": both("上升最多", "Up most"),
    "weights_down": both("下降最多", "Down most"),
    "weights_none": both("无", "none"),
    "weights_own": both("{name}：第{before}名 → 第{after}名", "{name}: place {before} → {after}"),
    "copy_link": both("复制链接", "Copy the link"),
    "weights_name": both("方案名称", "Name of this set of weights"),
    "weights_name_help": both(
        "存入后列在左侧“权重方案”中，本机或本服务器的使用者都能选用；发布权重不受影响",
        "It is then listed at the side under weight sets, for everyone on this machine or server; "
        "the published weights stay as they are",
    ),
    "weights_keep": both("存入方案列表", "Keep in the list"),
    "weights_clash": both(
        "已有同名方案“{name}”，权重与现在的不同。可换个名称另存，或替换原方案。",
        "Other weights are kept under the name “{name}”. Choose another name, or replace them.",
    ),
    "weights_old": both("已存（%）", "Kept (%)"),
    "weights_new": both("现在（%）", "Now (%)"),
    "weights_replace": both("替换原方案", "Replace them"),
    "weights_drop": both("从列表中删除“{name}”", "Delete “{name}” from the list"),
    "proposal_submit": both("提交审议", "Submit for deliberation"),
    "proposal_about": both(
        "提交当前权重供审议，提交后不可更改；不影响已发布的结果。",
        "Puts the weights in force forward; what is submitted stays as it is. The published result does not change.",
    ),
    "proposal_words": both("理由", "Reason"),
    "proposal_who": both("提交人或单位", "Submitted by"),
    "proposal_id": both("编号", "Id"),
    "proposal_hash": both("权重哈希", "Hash of the weights"),
    "proposal_base": both("所据标准", "Changed from"),
    "proposal_kept": both("已提交，编号 {id}。", "Submitted as {id}."),
    "proposals": both("送审方案", "Proposals"),
    "proposals_of": both("送审方案：{n} 份", "Proposals: {n}"),
    "proposals_none": both(
        "还没有送审方案。调整权重后点“提交审议”。", "There is none yet. Move the weights, then submit them."
    ),
    "proposals_together": both("“{name}”下各方案的权重（%）", "Proposed weights under {name} (%)"),
    "committee_marks": both(
        "圆点：各方案；竖线：中位数；灰带：最低至最高", "Dots: the sets; tick: their median; band: lowest to highest"
    ),
    "proposal_one": both("查看方案", "Look at"),
    "proposal_weights": both("送审权重（%）", "Proposed (%)"),
    "proposal_elsewhere": both(
        "此方案依据的标准版本（{version}）与现在的不同，其权重不能直接套用",
        "It was made for another version of the standard ({version}); its weights do not fit this one",
    ),
    "proposal_open": both("在沙盒中打开", "Open as a sandbox"),
    "weights_save": both("保存为方案（YAML）", "Save as a scenario (YAML)"),
    "weights_open": both("打开已保存的方案", "Open a saved scenario"),
    "weights_open_help": both(
        "读取方案中的 weights；所含每组权重须写全", "Takes `weights` of the scenario; each group in it must be whole"
    ),
    "weights_pairs": both("由判断反推权重", "Weights from judgements"),
    "weights_pairs_help": both(
        "指出谁应排在谁前面（最多 8 条），求与现行权重最接近、且在允许范围内的权重",
        "Say who should stand ahead of whom (up to eight): the nearest weights within the legal range",
    ),
    "weights_ahead": both("应在前", "Ahead"),
    "weights_behind": both("应在后", "Behind"),
    "weights_find": both("求最近的权重", "Find the nearest weights"),
    "weights_cannot": both("无法满足：{what}", "Cannot be met: {what}"),
    "weights_should": both("{a} 高于 {b}", "{a} ahead of {b}"),
    "weights_swing": both("摆幅法", "Swing weighting"),
    "swing_worst": both(
        "设想一个地区各项都只有 P5 的水平（箭头左边）。只能把其中一项提到 P95（箭头右边）。",
        "Imagine a region at its P5 in everything (left of the arrow). You may lift one item to its P95 (right of it).",
    ),
    "swing_first": both("先提哪一项？", "Which would you lift first?"),
    "swing_rate": both(
        "“{name}”记 100 分。其余各项的提升与它相比，值多少分？",
        "{name} counts 100. How much is each other lift worth beside it?",
    ),
    "swing_now": both("现行权重（%）", "Now (%)"),
    "swing_next": both("下一步", "Next"),
    "swing_back": both("上一步", "Back"),
    "weights_influence": both("权重与实际影响", "Weight and influence"),
    "weights_outside": both("以下各项超出允许范围：{names}", "These weights leave the legal range: {names}"),
    "weights_low": both("下限（%）", "Lowest (%)"),
    "weights_high": both("上限（%）", "Highest (%)"),
    "weights_experts": both("专家权重表（CSV）", "Experts' weights (CSV)"),
    "weights_experts_help": both(
        "一行一位专家，列名为 run 与 weight.节点", "One row an expert; columns run and weight.NODE"
    ),
    "weights_member": both("委员", "Member"),
    "weights_members": both("委员人数", "Members of the committee"),
    "weights_members_help": both("全部委员提交之前不显示姓名", "Names stay hidden until all have voted"),
    "weights_waiting": both(
        "已收到 {n} 份，共 {whole} 位委员；全部提交后显示姓名", "{n} of {whole} have voted; names appear once all have"
    ),
    "weights_median": both("中位数", "Median"),
    "weights_spread": both("最低–最高", "Lowest–highest"),
    "weights_table": both("列表填写", "Fill in as a table"),
    "weights_reason": both("依据", "Reason"),
}
