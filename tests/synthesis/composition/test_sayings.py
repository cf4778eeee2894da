"""Numbers that users say: small ones made up, others such as rows have."""

from pathlib import Path

import pytest

from autoforge_envs.domain.loading import load_domain
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.synthesis.composition.composer import Composer
from autoforge_envs.synthesis.design.template_designer import TemplateDesigner
from tests.synthesis.composition.test_requests import scenes


@pytest.mark.parametrize(
    ("archetype", "seed", "tool", "parameter", "step"),
    [
        ("loyalty", 25, "donate_points", "points", 100),
        ("loyalty", 25, "transfer_points", "points", 500),
        ("rentals", 20, "take_back", "kilometres", 10),
    ],
)
def test_where_rows_have_no_small_numbers_users_say_such_as_rows_have(
    tmp_path: Path, archetype: str, seed: int, tool: str, parameter: str, step: int
) -> None:
    TemplateDesigner(archetype=archetype).design(seed).write(tmp_path)
    server = LocalServer(load_domain(tmp_path, sealed=False), in_memory=True)
    composer = Composer(server, 0)
    wanted = composer.atlas.tools[tool]
    slot = next(each for each in wanted.parameters if each.name == parameter)
    said = [scene.seeker.sayings.say(wanted, slot) for scene in scenes(server, composer, 30)]
    values = [each.value for each in said if each is not None]
    composer.close()
    server.close()
    assert len(values) == len(said) > 20
    assert len(set(values)) > 2
    assert all(value >= step and value % step == 0 for value in values)


def test_where_rows_have_small_numbers_users_make_small_ones_up(
    retail_server: LocalServer, retail: Composer
) -> None:
    wanted = retail.atlas.tools["place_order"]
    slot = next(each for each in wanted.parameters if each.name == "quantity")
    said = [scene.seeker.sayings.say(wanted, slot) for scene in scenes(retail_server, retail, 30)]
    assert {each.value for each in said if each is not None} <= {1, 2, 3, 4}
