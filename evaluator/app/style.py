"""Icon and style sheet of the app: Chinese typography, figures in columns, print."""

from __future__ import annotations

from pathlib import Path

ICON = Path(__file__).with_name("icon.png")
STYLE = """<style>
.block-container{padding-top:4.4rem;padding-bottom:2rem;max-width:1500px}
h1{font-size:1.75rem!important;padding:.1rem 0 .4rem!important}
h2{font-size:1.3rem!important}h3{font-size:1.12rem!important;padding:.6rem 0 .2rem!important}
h4{font-size:1.1rem!important;line-height:1.6!important}
[data-testid="stMetricValue"],[data-testid="stTable"]{font-variant-numeric:tabular-nums}
[data-testid="stMetricValue"]{font-size:1.35rem}
[data-testid="stMetricValue"] *{white-space:normal!important}
[data-testid="stMarkdownContainer"] p{line-height:1.7}
em,i{font-style:normal}
[data-testid="stCaptionContainer"]{color:inherit!important;opacity:.92}
[data-testid="stCaptionContainer"] *{color:inherit!important}
[data-testid="stAlertContainer"] p{color:inherit}
button p{white-space:normal}
:focus-visible{outline:2px solid #0072B2!important;outline-offset:2px}
@media (max-width:640px){.block-container{padding-left:1rem;padding-right:1rem}h1{font-size:1.4rem!important}}
@media (prefers-reduced-motion:reduce){*{transition:none!important;animation:none!important}}
@media print{
[data-testid="stSidebar"],[data-testid="stHeader"],[data-testid="stToolbar"],button{display:none!important}
.block-container{max-width:none;padding:0}
.stVegaLiteChart,[data-testid="stDataFrame"],[data-testid="stMetric"]{break-inside:avoid}
}
</style>"""
