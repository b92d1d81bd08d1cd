"""Codes of logs and answers in words, and back: a workbook shows words, evidence holds codes."""

from __future__ import annotations

from indicators.processes import register
from indicators.text import Lang, Text


def _(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


ANSWERS = {"yes": _("是", "yes"), "partial": _("部分", "partial"), "no": _("否", "no"), "na": _("不适用", "n/a")}
CONTACT = {"yes": _("是", "yes"), "no": _("否", "no")}
CODES: dict[str, Text] = {
    **ANSWERS,
    "application": _("申请", "application"),
    "live": _("开通", "live"),
    "complaint": _("投诉", "complaint"),
    "case": _("办件", "case"),
    "document": _("材料", "document"),
    "request": _("需求", "request"),
    "order": _("订单", "order"),
    "disbursement": _("放款", "disbursement"),
    "submit": _("提交申请", "submitted"),
    "ready": _("全部办结", "ready"),
    "apply": _("申请迁移", "applied"),
    "complete": _("迁移完成", "completed"),
    "all_connected": _("全部接入", "all connected"),
    "payment": _("支付", "payment"),
    "invoice": _("开具发票", "invoice"),
    "notice": _("公告", "notice"),
    "approval": _("核准注销", "approval"),
    "filing": _("立案", "filing"),
    "registration": _("登记立案", "registration"),
    "first_instance": _("一审审结", "first instance"),
    "mediation": _("调解", "mediation"),
    "removal": _("停止公示", "removal"),
    "inspection": _("检查", "inspection"),
    "gov": _("政府", "government"),
    "firm": _("企业", "firm"),
    "firm_gov": _("政企共同", "firm and government"),
    "utility": _("公用企业", "utility"),
    "online": _("线上", "online"),
    "mixed": _("线上线下混合", "mixed"),
    "counter": _("窗口", "counter"),
    "assisted": _("工作人员代办", "assisted"),
    "bundle": _("一件事集成", "bundled matter"),
    "bundle_eligible": _("可集成但单独办理", "could be bundled"),
    "single": _("单独办理", "single"),
    "retrieved": _("系统调用", "retrieved"),
    "uploaded": _("上传", "uploaded"),
    "paper": _("纸质", "paper"),
    "waived": _("免于提交", "waived"),
    "simple": _("简易", "simplified"),
    "general": _("一般", "general"),
    "offsite": _("非现场", "off-site"),
    "onsite": _("现场", "on-site"),
    "statutory_onsite": _("法定现场", "statutory on-site"),
    "auto": _("免申即享", "without application"),
    "applied": _("申请享受", "on application"),
    "connected": _("已接入", "connected"),
    "withdrawn": _("撤回", "withdrawn"),
    "upheld": _("支持", "upheld"),
    "rejected": _("驳回", "rejected"),
    "settled": _("达成和解", "settled"),
    "granted": _("准予", "granted"),
    "refused": _("不予", "refused"),
    "refused_by_law": _("依法不予", "refused by law"),
    "retrievable": _("有可用电子证照", "retrievable"),
    "not_retrievable": _("无可用电子证照", "not retrievable"),
    "delivered": _("已提供", "delivered"),
    "none": _("无", "none"),
    "confirmed": _("已确认", "confirmed"),
    "disputed": _("有争议", "disputed"),
    "returned": _("退回", "returned"),
    "done": _("办成", "done"),
    "paid": _("已支付", "paid"),
    "approved": _("已核准", "approved"),
    "registered": _("已立案", "registered"),
    "judgment": _("判决", "judgment"),
    "dropped": _("撤诉", "dropped"),
    "to_court": _("转诉讼", "to court"),
    "failed": _("未达成", "failed"),
    "repaired": _("已修复", "repaired"),
    "cancelled": _("取消", "cancelled"),
    "very_satisfied": _("非常满意", "very satisfied"),
    "average": _("一般满意", "average"),
    "poor": _("不满意", "poor"),
    "departments": _("部门满意度", "departments"),
    "department_satisfaction": _("对该部门的满意程度", "satisfaction with the department"),
    "digital_ease": _("数字服务易用性", "ease of digital services"),
    "findable": _("找得到", "findable"),
    "understandable": _("看得懂", "understandable"),
    "doable": _("办得成", "doable"),
    "digital_exclusion": _("数字排斥", "digital exclusion"),
    "could_not_use": _("因不会用或不能用数字渠道而未办成", "could not use the digital channel"),
    "hidden_barrier": _("隐性门槛", "hidden barriers"),
    "met_unpublished_requirement": _("遇到未公布的要求", "met an unpublished requirement"),
}


def in_words(column: str, code: str, lang: Lang, process: str = "") -> str:
    """A code as people read it; a code without words stands for itself."""
    if column == "process":
        found = register().process(code)
        return found.name.in_(lang) if found else code
    if column == "kind":
        kind = next((one for one in register().ledger if one.id == code), None)
        return _short(kind.name.in_(lang)) if kind else code
    if column == "step" and (known := register().process(process)):
        step = next((one for one in known.steps if one.id == code), None)
        if step and step.name:
            return step.name.in_(lang)
    text = CODES.get(code)
    return text.in_(lang) if text else code


def codes_for(column: str, codes: tuple[str, ...], process: str = "") -> dict[str, str]:
    """What may be written (code, Chinese or English words, in lower case) → code."""
    found: dict[str, str] = {}
    for code in codes:
        for word in (code, in_words(column, code, "zh", process), in_words(column, code, "en", process)):
            found.setdefault(word.strip().lower(), code)
    return found


def _short(name: str) -> str:
    return name.replace("；", ";").split(";")[0].strip()
