"""The app in tests keeps its files in a folder of their own."""

from __future__ import annotations

import sys

import pytest


@pytest.fixture(autouse=True, scope="session")
def _own_folder(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EVALUATOR_HOME", str(tmp_path_factory.mktemp("home")))
        yield


@pytest.fixture(autouse=True)
def _own_words(monkeypatch):
    """A page opened with words behind its script leaves none to the next test."""
    monkeypatch.setattr(sys, "argv", ["app"])
