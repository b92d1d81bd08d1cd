"""Icon and style sheet of the app: Chinese typography, figures in columns, print."""

from __future__ import annotations

from pathlib import Path

ICON = Path(__file__).with_name("icon.png")
STYLE = """<style>
.block-container{padding:3.4rem 2.6rem 2rem;max-width:1500px}
h1{font-size:1.75rem!important;padding:.1rem 0 .4rem!important}
h2{font-size:1.3rem!important}h3{font-size:1.12rem!important;padding:.6rem 0 .2rem!important}
h4{font-size:1.1rem!important;line-height:1.6!important}
[data-testid="stMetricValue"],[data-testid="stTable"]{font-variant-numeric:tabular-nums}
[data-testid="stMetricValue"]{font-size:1.35rem}
[data-testid="stMetricValue"] *{white-space:normal!important}
[data-testid="stMarkdownContainer"] p{line-height:1.7}
em,i{font-style:normal}
[data-tag],[data-testid="stBaseButton-primary"]{background:#005A8C!important;border-color:#005A8C!important}
[data-tag]>span{display:inline-block;white-space:pre!important;font-size:0;overflow:hidden;height:1.35rem}
[data-tag]>span::first-line{font-size:.875rem;line-height:1.35rem}
[data-tag] *,[data-testid="stBaseButton-primary"] *{color:#fff!important}
[data-testid="stBaseButton-primary"]:hover{background:#00466E!important}
[data-testid="stBaseButton-primary"]:disabled{opacity:.5}
[data-testid="stSidebarHeader"]{align-items:center;margin-bottom:0;padding-bottom:.4rem}
[data-testid="stSidebarHeader"]::before{content:var(--brand,"");font-weight:600;font-size:.98rem;
white-space:nowrap;flex-shrink:0}
[data-testid="stLogoSpacer"]{display:none}
[data-testid="stCaptionContainer"]{color:inherit!important;opacity:.92}
[data-testid="stCaptionContainer"] *{color:inherit!important}
[data-testid="stAlertContainer"] p{color:inherit}
button p{white-space:normal}
.stVegaLiteChart,.stVegaLiteChart svg{overflow:visible}
:focus-visible{outline:2px solid #0072B2!important;outline-offset:2px}
@media (max-width:640px){.block-container{padding-left:1rem;padding-right:1rem}
[data-testid="stHorizontalBlock"]{gap:1rem!important}
[data-testid="stHorizontalBlock"]:has([data-testid="stMetric"]):not(:has([data-testid="stHeading"],
.stSelectbox,.stVegaLiteChart,[data-testid="stDataFrame"],button:not([aria-label])))>[data-testid="stColumn"]{
min-width:calc(50% - 1rem)!important;flex:1 1 40%!important}
[data-testid="stButtonGroup"] [role="radiogroup"]{flex-wrap:wrap}
h1{font-size:1.4rem!important}
.st-key-chip_sandbox{top:.35rem;gap:.2rem}.st-key-chip_sandbox *{font-size:.75rem!important;line-height:1.2}
.st-key-chip_sandbox button{min-height:1.6rem;padding:.1rem .5rem}}
@media (prefers-reduced-motion:reduce){*,*::after{transition:none!important;animation-duration:.01s!important}}
[data-testid="stElementContainer"][data-stale="true"]{opacity:.6!important}
.st-key-chip,.st-key-chip_sandbox{position:fixed;top:.55rem;right:3.6rem;z-index:999991;width:auto!important;
max-width:calc(100vw - 8rem);gap:.5rem}
.st-key-chip_sandbox button{min-height:2.2rem;padding:.2rem .6rem}
.stApp:has(.st-key-chip_sandbox) [data-testid="stHeader"]{border-top:4px solid #E69F00}
.stApp[data-test-script-state="running"]:has([data-stale="true"])::after{content:var(--stale,"");position:fixed;
right:1rem;bottom:1rem;z-index:999991;padding:.3rem .7rem;border-radius:.3rem;font-size:14px;
background:#1B2733;color:#fff;opacity:0;animation:late .2s .5s forwards}
@keyframes late{to{opacity:.92}}
@media print{
*{print-color-adjust:exact}
[data-testid="stSidebar"],[data-testid="stHeader"],[data-testid="stToolbar"],button,[data-testid="stButtonGroup"],
[data-testid="stCheckbox"],[data-testid="stFileUploader"],[data-testid="stExpander"],[data-testid="stSlider"],
[data-testid="stSelectbox"],[data-testid="stMultiSelect"],[data-testid="stTooltipIcon"]{display:none!important}
.block-container{max-width:none;padding:0;zoom:.7}
[data-testid="stVerticalBlock"]{display:block!important}
[data-testid="stVerticalBlock"]>*{margin-bottom:.8rem}
[data-testid="stColumn"]{min-width:0!important}
[data-testid="stElementContainer"]:has([data-testid="stHeading"]){break-after:avoid}
.stVegaLiteChart,[data-testid="stDataFrame"],[data-testid="stMetric"],[data-testid="stMarkdown"]{break-inside:avoid}
.st-key-chip,.st-key-chip_sandbox{position:static}
}
</style>"""
FIRST_PAGE = """<style>
[data-testid="stSidebarNavItems"]>div:first-child li:first-of-type [data-testid="stSidebarNavLinkContainer"]{
background:rgba(90,130,160,.2);border-radius:.3rem}
[data-testid="stSidebarNavItems"]>div:first-child li:first-of-type a *{font-weight:600}
</style>"""
"""Marks the first page in the navigation where a link names it in full, which Streamlit does not take for the same."""


def print_foot(words: str) -> str:
    """The foot of every printed page: where it comes from, and the number of the page."""
    said = "".join(one if one.isalnum() else f"\\{ord(one):x} " for one in words)
    small = "font-size:7.5pt;color:#5B6873"
    return (
        f'<style>@page{{margin:12mm 12mm 16mm;@bottom-left{{content:"{said}";{small};width:88%}}'
        f'@bottom-right{{content:counter(page) " / " counter(pages);{small}}}}}</style>'
    )
