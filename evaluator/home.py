"""Where this user's own files are kept: sets of weights, submissions, objections."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs


def user_folder() -> Path:
    """The user's own folder; `EVALUATOR_HOME` names another place."""
    named = os.environ.get("EVALUATOR_HOME")
    return Path(named) if named else platformdirs.user_data_path("dbe-evaluator", False)
