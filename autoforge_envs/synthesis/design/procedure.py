"""The procedure every business has: whose data a call is about, identity first, a yes first."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from autoforge_envs.errors import DesignError
from autoforge_envs.synthesis.design.source import TableSource, ToolSource

TEMPLATE = Path(__file__).with_suffix(".jinja")
_IDENTITY_TOOL = "verify_identity"


def procedure_names(
    tables: Mapping[str, TableSource], tools: Sequence[ToolSource], party: str
) -> dict[str, Any]:
    """Return what the template needs: the tools that are guarded, and the way to the owner.

    Args:
        tables: By class.
        tools: All tools of the business.
        party: Class of those whom the agent serves.

    Raises:
        DesignError: A writing tool names nothing that leads to one of them.
    """
    expressions = _owner_expressions(tables, party)
    owners: dict[str, str] = {}
    changes: list[str] = []
    views: list[str] = []
    for tool in tools:
        if tool.caller == "user" or tool.name == _IDENTITY_TOOL:
            continue
        owned = next((p for p, model in tool.references.items() if model in expressions), None)
        if owned is not None:
            expression = expressions[tool.references[owned]].format("key")
            if owners.setdefault(owned, expression) != expression:
                raise DesignError(f"tool {tool.name}: {owned} means another table elsewhere")
            (changes if tool.writes else views).append(tool.name)
        elif tool.writes:
            raise DesignError(
                f"tool {tool.name} writes and names nothing that leads to a {party}; "
                "give it such a parameter"
            )
    _check_order(tools, owners)
    return {"changes": changes, "personal_views": views, "owners": _sorted(owners)}


def _owner_expressions(tables: Mapping[str, TableSource], party: str) -> dict[str, str]:
    """Return, by class, how to compute whose a row is from its key, which stands for `{}`."""
    found = {party: "{}"}
    for _ in tables:
        for model, table in tables.items():
            for column, parent in table.references.items():
                if parent in found and model not in found:
                    found[model] = found[parent].format(f"state.get({model}, {{}}).{column}")
    return found


def _sorted(owners: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted(owners.items(), key=lambda each: each[1].count("state.get"))


def _check_order(tools: Sequence[ToolSource], owners: Mapping[str, str]) -> None:
    """The first parameter that is known decides, so it must be the right one for every tool."""
    order = [parameter for parameter, _ in _sorted(owners)]
    for tool in tools:
        known = [parameter for parameter in tool.references if parameter in order]
        if known and min(known, key=order.index) != known[0]:
            raise DesignError(
                f"tool {tool.name}: {min(known, key=order.index)} would decide whose data it is, "
                f"and {known[0]} stands first; change their order"
            )
