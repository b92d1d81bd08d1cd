"""The Coherence page."""

from indicators.text import both

TEXTS = {
    "correlations": both("两两相关", "Correlations"),
    "cluster_order": both("按聚类结果排序，相近的排在一起", "In the order of their clusters: alike stand together"),
    "alpha": both("信度（克龙巴赫 α）", "Cronbach's alpha"),
    "alpha_help": both(
        "0.7 以上通常视为一致；过高说明重复", "Above 0.7 is usually taken as consistent; very high means repetition"
    ),
    "alpha_dropped": both("去掉后的 α", "α if dropped"),
    "item_rest": both("与其余的相关", "Item–rest r"),
    "flags": both("需要复核之处", "What deserves a second look"),
    "cluster_step": both("步骤", "Step"),
    "cluster_first": both("合并", "Joined"),
    "cluster_second": both("与", "With"),
    "cluster_height": both("距离（1 − r）", "Distance (1 − r)"),
    "cluster_of": both("第 {step} 步所得", "what step {step} made"),
    "dendrogram": both("聚类（越早合并越相近）", "Clusters (the sooner joined, the more alike)"),
}
