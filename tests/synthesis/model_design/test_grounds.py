"""A tool is tried again when something that it does has changed, and not otherwise."""

from dataclasses import replace

from autoforge_envs.synthesis.model_design.blueprint import Blueprint
from autoforge_envs.synthesis.model_design.grounds import grounds_of
from autoforge_envs.synthesis.model_design.sources import Source, with_summary
from autoforge_envs.synthesis.model_design.writing import draw_identity

EMPTY = Blueprint(name="shop", title="Shop", about="a shop.")
BASE = replace(EMPTY, identity=draw_identity(EMPTY, 0))
PAY = Source("tool", "pay", 'def pay(state: State) -> Bill:\n    """Pay."""\n    return due(state)')
SHOW = Source("tool", "show", 'def show(state: State) -> Bill:\n    """Show."""\n    return 1')
DUE = Source("function", "due", 'def due(state: State) -> Bill:\n    """Due."""\n    return FEE')
FEE = Source("constant", "FEE", "FEE = 5")


def with_sources(*sources: Source) -> Blueprint:
    return replace(BASE, sources=sources)


def changed(*sources: Source) -> list[str]:
    """Return the tools whose grounds differ from those of the business as it is."""
    before = grounds_of(with_sources(PAY, SHOW, DUE, FEE))
    return [
        name for name, each in grounds_of(with_sources(*sources)).items() if before[name] != each
    ]


def test_a_tool_rests_on_what_it_uses_however_far() -> None:
    assert changed(PAY, SHOW, DUE, replace(FEE, text="FEE = 6")) == ["pay"]


def test_what_no_tool_uses_does_not_matter() -> None:
    more = Source("function", "more", 'def more() -> int:\n    """More."""\n    return 2')
    assert changed(PAY, SHOW, DUE, FEE, more) == []


def test_descriptions_and_rules_do_not_matter() -> None:
    rule = Source(
        "rule", "due", 'def due(state: State) -> bool:\n    """Never."""\n    return False'
    )
    assert changed(with_summary(PAY, "Pay at once."), SHOW, DUE, FEE, rule) == []


def test_tools_that_every_business_has_never_change() -> None:
    assert {"pay", "show"} < set(grounds_of(with_sources(PAY, SHOW, DUE, FEE)))
    assert changed(PAY, SHOW, DUE, FEE) == []
