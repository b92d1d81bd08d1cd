"""The Export page."""

from indicators.text import both

TEXTS = {
    "file_xlsx": both("Excel 工作簿（xlsx）", "Excel workbook (xlsx)"),
    "file_csv": both("排名（CSV）", "Ranking (CSV)"),
    "file_scores_csv": both("各级得分（CSV）", "Scores of every level (CSV)"),
    "file_indicators_csv": both("指标数值（CSV）", "Indicator values (CSV)"),
    "file_beside_csv": both("并列展示的数据（CSV）", "Figures shown beside (CSV)"),
    "file_html": both("网页（HTML）", "Web page (HTML)"),
    "file_md": both("Markdown 文本", "Markdown"),
    "file_parquet": both("排名（Parquet）", "Ranking (Parquet)"),
    "file_json": both("排名（JSON）", "Ranking (JSON)"),
    "file_standard_yaml": both("所用标准（YAML）", "The standard in use (YAML)"),
    "file_manifest_json": both("运行清单（JSON）", "Manifest of the run (JSON)"),
    "formats": both("格式", "Format"),
    "download": both("下载 {name}", "Download {name}"),
    "which_language": both("文件语言", "Language of the file"),
    "all_periods": both("全部时期", "All periods"),
    "only_period": both("仅 {period}", "{period} only"),
    "preview": both("预览（前十行）", "Preview (first ten rows)"),
    "origin": both("文件中注明", "The file says"),
    "not_published": both(
        "沙盒结果：权重或方法在界面中改动过，不是发布结果",
        "Sandbox: weights or method were changed in the app; not a published result",
    ),
    "not_published_set": both("{note}。权重方案：{name}", "{note}. Weight set: {name}"),
    "link": both("地址栏中的链接即可分享这一结果", "The link in the address bar shows the same result"),
    "both_languages": both("中英对照", "Both"),
    "both_languages_help": both(
        "表头语言，见于 Excel、CSV、网页和 Markdown；“中英对照”时名称按界面语言。Parquet 与 JSON 的列名固定不变",
        "Language of headings in Excel, CSV, web page and Markdown; with both, names follow the screen. "
        "Columns of Parquet and JSON keep their fixed names",
    ),
    "with_intervals": both("附名次区间（90%）", "With intervals of places (90%)"),
    "with_intervals_help": both(
        "各级权重在 ±25% 内随机变动时，90% 的抽样所落的名次；列入排名表、工作簿和图片，抽样次数与种子写在文件的出处中",
        "Places in 90% of the draws when weights of every level vary within ±25%: in ranking, workbook and picture; "
        "draws and seed stand where the file says where it comes from",
    ),
    "make_picture": both("生成图片（PNG、SVG）", "Make a picture (PNG, SVG)"),
}
