"""The catalogue is whole: both languages, equal places, one key once."""

from __future__ import annotations

import re

import pytest

from evaluator.messages import MESSAGES, catalogues, say

PLACE = re.compile(r"\{(\w*)")


@pytest.mark.parametrize("key", MESSAGES)
def test_both_languages_have_the_same_places(key):
    text = MESSAGES[key]
    assert text.zh and text.en
    assert sorted(PLACE.findall(text.zh)) == sorted(PLACE.findall(text.en))


@pytest.mark.parametrize("key", MESSAGES)
def test_chinese_is_set_as_chinese(key):
    zh = MESSAGES[key].zh
    assert not re.search(r"[\u4e00-\u9fff] ?[,;:?!](?!\w)", zh) and "。。" not in zh


def test_a_key_stands_in_one_file_only():
    keys = [key for texts in catalogues().values() for key in texts]
    assert sorted(keys) == sorted(set(keys))


def test_places_are_filled():
    assert say("page_of", "en", a=1, b=30, n=337) == "1–30 of 337"
