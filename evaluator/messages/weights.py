"""Weights and methods."""

from indicators.text import both

TEXTS = {
    "weights_of": both("调整哪一级的权重", "Which weights"),
    "weights_help": both(
        "拖动或输入；其余未锁定项按比例调整，合计始终为 100%",
        "Drag or type; the others that are not locked follow in proportion, so that they always make 100%",
    ),
    "lock": both("锁定", "Lock"),
    "equal": both("等权", "Equal"),
    "reset": both("复位", "Reset"),
    "method": both("方法", "Method"),
    "as_standard": both("按标准", "As the standard"),
    "normalisation": both("归一化", "Normalisation"),
    "aggregation": both("汇总", "Aggregation"),
    "imputation": both("插补", "Imputation"),
    "treatment": both("离群值处理", "Treatment of outliers"),
}
