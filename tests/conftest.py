"""What holds for every test: nothing is kept from one run to the next, and a run gives what the last one gave.

`HYPOTHESIS_PROFILE=explore` looks for new counterexamples instead.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

os.environ["EVALUATOR_CACHE"] = "off"

# A machine under load is no defect of what is tested.
SLOW = [HealthCheck.too_slow]
settings.register_profile("repeat", deadline=None, derandomize=True, suppress_health_check=SLOW)
settings.register_profile("explore", deadline=None, suppress_health_check=SLOW)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeat"))
