"""Points are given in hundreds and transferred in blocks, and said in points all the same."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from autoforge_envs.domain.loading import load_domain
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.domain.session import LocalSession
from autoforge_envs.synthesis.design.template_designer import TemplateDesigner

SEED = {"loyalty": 25, "rentals": 20}
"""Businesses that have all the tools of these tests."""


@pytest.fixture
def session(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LocalSession]:
    archetype = request.param
    TemplateDesigner(archetype=archetype).design(SEED[archetype]).write(tmp_path)
    server = LocalServer(load_domain(tmp_path, sealed=False), in_memory=True)
    opened = server.open_session("agent")
    opened.reset()
    yield opened
    opened.close()
    server.close()


def first(session: LocalSession, model: str) -> str:
    kinds = {kind.model.__name__: kind for kind in session.domain.record_types}
    return str(session.state.find(kinds[model].model)[0].id)


@pytest.mark.parametrize("session", ["loyalty"], indirect=True)
@pytest.mark.parametrize(
    ("tool", "to", "step"),
    [("donate_points", ("charity_id", "Charity"), 100),
     ("transfer_points", ("partner_id", "Partner"), 500)],
)  # fmt: skip
def test_points_are_taken_in_multiples_only(
    session: LocalSession, tool: str, to: tuple[str, str], step: int
) -> None:
    name, model = to
    session.call("agent", "buy_points", {"member_id": first(session, "Member"), "packs": 9})
    arguments = {"member_id": first(session, "Member"), name: first(session, model)}
    for points in (0, step - 50, step + 1, 2 * step + 50):
        refused = session.call("agent", tool, {**arguments, "points": points})
        assert refused.error
        assert f"{points} is no multiple of" in refused.content
    for points in (step, 3 * step):
        assert not session.call("agent", tool, {**arguments, "points": points}).error


@pytest.mark.parametrize("session", ["rentals"], indirect=True)
def test_kilometres_are_noted_as_they_were_driven(session: LocalSession) -> None:
    kinds = {kind.model.__name__: kind.model for kind in session.domain.record_types}
    rental: Any = session.state.find(kinds["Rental"], status="running")[0]
    car: Any = session.state.get(kinds["Car"], rental.car_id)
    taken = session.call("agent", "take_back", {"rental_id": rental.id, "kilometres": 347})
    assert not taken.error
    assert session.state.get(kinds["Car"], car.id).odometer == car.odometer + 347
    assert session.state.get(kinds["Rental"], rental.id).kilometres == 347
