"""The link is the state: it gives back what it was made of, and a hostile one breaks nothing."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluator.app import sets
from evaluator.app.sets import Sets
from evaluator.app.state import BANDS, MOST_PEERS, WITHIN, Known, Siblings, ViewState, parse, parse_ranges, render
from evaluator.app.trials import METHODS
from evaluator.app.weights import apportioned

CODES = tuple(f"{n}0000" for n in range(11, 31))
KNOWN = Known(
    levels=("province", "city"),
    periods=("2021", "2022", "2023"),
    latest="2023",
    groups=(
        Siblings("total", ("a", "b", "c"), (500, 300, 200)),
        Siblings("a", ("x", "y"), (500, 500)),
        Siblings("b", tuple("123456"), (500, 100, 100, 100, 100, 100)),
    ),
    regions=frozenset(CODES),
    peers=("东部", "West & co"),
    nodes=("a", "b", "c"),
    branches=("a", "b", "c", "b.deep"),
    indicators=("x", "y.z"),
)
DEFAULTS = {"level": "province", "period": "2023"}


def some(options, most):
    return st.lists(st.sampled_from(options), max_size=most, unique=True).map(tuple)


def one(*options):
    return st.sampled_from(("", *options))


@st.composite
def states(draw):
    weights = []
    for group in KNOWN.groups:
        drawn = draw(
            st.none() | st.lists(st.integers(0, 9), min_size=len(group.children), max_size=len(group.children))
        )
        tenths = tuple(apportioned(drawn)) if drawn else group.weights
        if tenths != group.weights:
            weights.append((group.node, tenths))
    ranges = []
    for group in KNOWN.groups:
        if draw(st.booleans()):
            ends = [(draw(st.integers(0, w)), draw(st.integers(w, 1000))) for w in group.weights]
            ranges.append((group.node, tuple(ends)))
    method = []
    for key, kinds in METHODS.items():
        kind = draw(one(*kinds))
        if kind:
            method.append((key.split(".")[0], kind))
    return ViewState(
        lang=draw(st.sampled_from(["zh", "en"])),
        level=draw(one("city")),
        period=draw(one("2021", "2022")),
        weights=tuple(weights),
        method=tuple(method),
        peer=draw(one(*KNOWN.peers)),
        regions=draw(some(CODES, 6)),
        region=draw(one(*CODES)),
        find=draw(one(*CODES)),
        peers=draw(some(CODES, 20)),
        band=draw(one(*BANDS)),
        align=draw(one(*KNOWN.nodes)),
        page=draw(st.integers(1, 99999)),
        indicator=draw(one(*KNOWN.indicators)),
        node=draw(one(*KNOWN.branches)),
        within=draw(one(*WITHIN)),
        ranges=tuple(ranges),
    )


@given(states())
def test_a_link_gives_back_the_state(state):
    assert parse(render(state, KNOWN), KNOWN) == (state, ())


def test_few_weights_stand_in_the_link_and_many_are_named():
    few = ViewState(weights=(("b", (0, 200, 200, 200, 200, 200)),))
    many = ViewState(weights=(("total", (600, 200, 200)), *few.weights))
    assert render(few, KNOWN)["w"] == "2:0,200,200,200,200,200" and "ws" not in render(few, KNOWN)
    words = render(many, KNOWN)
    assert set(words) == {"lang", "ws"} and len(words["ws"]) == 8
    assert parse(words, KNOWN) == (many, ())
    assert parse({"ws": "0" * 8}, KNOWN) == (ViewState(), ("ws",))


def test_legal_ranges_that_no_weights_can_keep_are_refused():
    good = "1:100-600,400-1000"
    assert parse_ranges(KNOWN.groups, good) == ({"a": ((100, 600), (400, 1000))}, True)
    for bad in (
        "1:600-100,400-1000",
        "1:0-1001,0-1000",
        "1:600-1000,500-1000",
        "1:0-400,0-500",
        "1:0-1000",
        "9:0-1000,0-1000",
        "1:0-1000,0-١٠٠٠",
        "1:-5-1000,0-1000",
        "1",
    ):
        assert parse_ranges(KNOWN.groups, bad) == ({}, False), bad
        assert parse_ranges(KNOWN.groups, f"{bad};{good}") == ({"a": ((100, 600), (400, 1000))}, False)
    state, bad_words = parse({"r": "1:0-400,0-500", "within": "30"}, KNOWN)
    assert state == ViewState() and set(bad_words) == {"r", "within"}
    many = ViewState(ranges=(("total", ((0, 500),) * 3), ("b", ((0, 500),) * 6)))
    words = render(many, KNOWN)
    assert set(words) == {"lang", "rs"} and parse(words, KNOWN) == (many, ())


def test_kept_sets_outlive_the_server_are_bounded_and_not_forged(tmp_path, monkeypatch):
    name = Sets(tmp_path).keep("0:600,200,200")
    assert Sets(tmp_path).find(name) == "0:600,200,200" and Sets().find(name) is None
    (tmp_path / f"{name}.txt").write_text("0:1000,0,0", encoding="ascii")
    assert Sets(tmp_path).find(name) is None
    monkeypatch.setattr(sets, "MOST_SETS", 3)
    for folder in (tmp_path, None):
        kept = Sets(folder)
        names = [kept.keep(f"0:{i}") for i in range(9)]
        assert len(kept.held) == 3 and len(list(tmp_path.iterdir())) == 3
        assert kept.find(names[-1]) == "0:8"
    for hostile in ("../../etc", "A" * 8, "", "x" * 5000, "1234567", "١٢٣٤٥٦٧٨"):
        assert kept.find(hostile) is None
    (tmp_path / "file").touch()
    assert Sets(tmp_path / "file").find(Sets(tmp_path / "file").keep("0:1")) is None


WORDS = [
    "r",
    "rs",
    "within",
    "ws",
    "lang",
    "level",
    "period",
    "w",
    "peer",
    "regions",
    "code",
    "find",
    "peers",
    "band",
    "align",
    "page",
    "indicator",
]
HOSTILE = st.text(max_size=40) | st.sampled_from(["<script>", "../..", "=1+1", "0:1,2", "٣", "-1", "1e9", "," * 5000])


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from([*WORDS, "normalisation", "x"]), HOSTILE))
def test_a_hostile_link_leaves_only_what_is_known(query):
    state, bad = parse(query, KNOWN)
    assert parse(render(state, KNOWN), KNOWN) == (state, ())
    assert set(bad) <= set(query)
    assert set(state.regions) | set(state.peers) <= set(CODES) and len(state.peers) <= MOST_PEERS
    assert state.peer in ("", *KNOWN.peers) and state.band in ("", *BANDS)


def test_what_is_not_understood_is_named():
    state, bad = parse({"period": "1999", "band": "F", "page": "0", "lang": "en"}, KNOWN)
    assert state == ViewState(lang="en") and bad == ("page", "period", "band")


def test_limits_are_kept_under_a_name_and_an_unknown_name_is_left_out():
    limited = ViewState(limits='{"floors": {"a": 0.1}}')
    words = render(limited, KNOWN)
    assert len(words["limits"]) == 8 and parse(words, KNOWN) == (limited, ())
    assert parse({"limits": "0" * 8}, KNOWN) == (ViewState(), ("limits",))


def test_defaults_are_left_out():
    assert render(ViewState(), KNOWN) == {"lang": "zh"}
    assert parse({"lang": "en", **DEFAULTS}, KNOWN)[0] == ViewState(lang="en")
