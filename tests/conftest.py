"""What holds for every test: nothing is kept from one run to the next."""

from __future__ import annotations

import os

os.environ["EVALUATOR_CACHE"] = "off"
