"""Why a measured value is not scored, or scored in a special way: stable words that travel with each value."""

from __future__ import annotations

from indicators.text import Text

NO_CASES = "no-cases"
TOO_FEW_CASES = "too-few-cases"
LOG_INCOMPLETE = "log-incomplete"
LOW_RESPONSE = "low-response"
TOO_FEW_SUBJECTS = "too-few-subjects"
NO_DENOMINATOR = "no-denominator"
NO_SERVICE = "no-service"
NOT_YET_VALID = "not-yet-valid"
RETIRED = "retired"

REASONS: dict[str, Text] = {
    NO_CASES: Text(zh="评价期内没有可计算的记录", en="no record of the period can be counted"),
    TOO_FEW_CASES: Text(zh="记录数低于最低要求，只列数值，不计分", en="fewer records than required: shown, not scored"),
    LOG_INCOMPLETE: Text(
        zh="台账所需信息不完整，低于最低要求，只列数值，不计分",
        en="the log lacks too much of what is required: shown, not scored",
    ),
    LOW_RESPONSE: Text(
        zh="问卷回收率低于最低要求，只列数值，不计分", en="the response rate is too low: shown, not scored"
    ),
    TOO_FEW_SUBJECTS: Text(
        zh="达到最低份数的部门太少，不计分", en="too few departments have enough answers: not scored"
    ),
    NO_DENOMINATOR: Text(zh="缺少分母，或分母为零", en="the denominator is missing or zero"),
    NOT_YET_VALID: Text(
        zh="该区划代码当期尚未启用，不参加排名", en="the region's code was not yet in force in the period: not ranked"
    ),
    RETIRED: Text(
        zh="该区划代码当期已停用，不参加排名", en="the region's code was no longer in force in the period: not ranked"
    ),
    NO_SERVICE: Text(zh="本地未提供该项服务，按最低分计", en="the region does not offer the service: scores zero"),
}
#: Reasons of a region whose code is not in force.
OUTSIDE = (NOT_YET_VALID, RETIRED)
#: Reasons that keep a value from being scored.
BLOCKING = frozenset(REASONS) - {NO_SERVICE}
