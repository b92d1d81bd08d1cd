"""What Streamlit's own widgets say; the English is Streamlit's, word for word, by which a style finds it."""

from indicators.text import both

TEXTS = {
    "tool_columns": both("显示或隐藏列", "Show/hide columns"),
    "tool_csv": both("下载为 CSV", "Download as CSV"),
    "tool_search": both("搜索", "Search"),
    "tool_full": both("全屏", "Fullscreen"),
    "tool_small": both("退出全屏", "Close fullscreen"),
    "tool_data": both("查看数据", "Show data"),
    "tool_png": both("下载为 PNG", "Download as PNG"),
    "tool_spec": both("复制图表定义", "Copy Vega-Lite spec"),
    "tool_clear": both("清除选择", "Clear selection"),
    "menu_theme-System": both("系统", "System"),
    "menu_theme-Light": both("浅色", "Light"),
    "menu_theme-Dark": both("深色", "Dark"),
    "menu_print": both("打印", "Print"),
    "menu_recordScreencast": both("录制屏幕", "Record screen"),
    "stop": both("停止", "Stop"),
    "nothing_to_choose": both("没有可选项", "No results"),
    "type_to_search": both("输入以搜索", "Type to search"),
    "press_enter": both("按回车键确认", "Press Enter to apply"),
    "press_ctrl_enter": both("按 Ctrl+回车键确认", "Press Ctrl+Enter to apply"),
    "press_submit": both("按回车键提交", "Press Enter to submit form"),
}
