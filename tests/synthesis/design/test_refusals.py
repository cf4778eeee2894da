"""Refusals: what tools of designed businesses do not do, since nobody could want it."""

from pathlib import Path
from typing import Any

from autoforge_envs.domain.loading import load_domain
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.synthesis.design.template_designer import TemplateDesigner
from autoforge_envs.synthesis.exploration import call, own_tools


def test_nobody_waits_for_what_is_in_stock(tmp_path: Path) -> None:
    TemplateDesigner(archetype="orders").design(2).write(tmp_path)
    server = LocalServer(load_domain(tmp_path, sealed=False), in_memory=True)
    tools = {tool.name: tool for tool in own_tools(server.domain)}
    party, item, _ = tools["set_stock_alert"].parameters
    models = {kind.model.__name__: kind.model for kind in server.domain.record_types}
    session = server.open_session("agent")
    try:
        session.reset()
        somebody: Any = session.state.find(models[party.semantic.references])[0]
        items: list[Any] = session.state.find(models[item.semantic.references])
        refusals = {}
        for sold_out in (True, False):
            wanted = next(each for each in items if (each.stock == 0) is sold_out)
            arguments = {party.name: somebody.id, item.name: wanted.id, "at_most": "5.00"}
            refusals[sold_out] = call(session, tools["set_stock_alert"], arguments).refusal
    finally:
        session.close()
        server.close()
    assert not refusals[True]
    assert refusals[False].endswith("is in stock")
