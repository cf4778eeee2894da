"""Tools as cards: what their schemas tell, prepared for matching."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from autoforge_envs.domain.conversation import DECLINE, HAND_OVER
from autoforge_envs.domain.domain import ToolInfo
from autoforge_envs.environments.symbolic.words import stems

_BRACES = re.compile(r"\{\w+\}")


@dataclass(frozen=True, slots=True)
class ParameterCard:
    """One parameter of a tool.

    Attributes:
        type: Name of its semantic type.
        prefix: How the keys it takes begin ("OR"); "" where any will do, or where it is no key.
        choices: The words it takes, if only some.
        key: The same for parameters that take the same values.
        pools: Where values for it are kept in `Knowledge`; what the last holds counts most.
        is_personal: Whether it is asked for to check who somebody is.
        words: Stems of its name and description.
        choice_words: Stems of each choice.
    """

    name: str
    type: str
    prefix: str
    choices: tuple[str, ...]
    description: str
    required: bool
    is_list: bool
    key: str
    pools: tuple[str, ...]
    is_personal: bool
    words: frozenset[str]
    choice_words: tuple[frozenset[str], ...]

    @property
    def is_reference(self) -> bool:
        """Whether its values are keys of records."""
        return self.type in ("Reference", "Identifier")

    @property
    def is_askable(self) -> bool:
        """Whether a user can be asked for it: something needed, or a name to search for."""
        is_wanted = self.required or (self.type == "Label" and not self.choices)
        return is_wanted and self.type not in ("Flag", "FreeText")


@dataclass(frozen=True, slots=True)
class ToolCard:
    """One tool.

    Attributes:
        number: Its place among the agent's tools, those of the user apart.
        purpose: What it does, for a sentence.
        intent: Stems of its intent's own words.
        main_words: Stems of its name and intent.
        words: The same and those of its description.
        checks_identity: Whether it takes something that only the right person knows, or is named
            by the policy document as the way to check who somebody is.
    """

    number: int
    name: str
    writes: bool
    purpose: str
    parameters: tuple[ParameterCard, ...]
    intent: frozenset[str]
    main_words: frozenset[str]
    words: frozenset[str]
    checks_identity: bool

    @property
    def is_change(self) -> bool:
        """Whether it changes what a customer may want changed, and so must be confirmed."""
        return self.writes and not self.checks_identity and self.name not in (DECLINE, HAND_OVER)


def ask_key(parameter: ParameterCard) -> tuple[str, str]:
    """Tell parameters apart that are asked for in different questions."""
    if parameter.is_reference:
        return parameter.type, parameter.prefix
    is_particular = parameter.choices or parameter.type in ("Label", "PostalCode")
    return parameter.name, parameter.description if is_particular else parameter.type


def read_tool(tool: ToolInfo, number: int, policy_document: str) -> ToolCard:
    """Read a tool's schema.

    Args:
        tool: The tool.
        number: Its place among all tools.
        policy_document: Tells whether it is the way to check who somebody is.
    """
    function = tool.schema["function"]
    schema = function["parameters"]
    purpose = " ".join(_BRACES.sub(" ", tool.intent).split())
    main_words = stems(f"{tool.name} {purpose}")
    takes_secret = "Secret" in tool.parameters.values()
    is_named = re.search(rf"\b{tool.name}\b", policy_document) is not None
    checks_identity = takes_secret or (tool.writes and is_named)
    return ToolCard(
        number=number,
        name=tool.name,
        writes=tool.writes,
        purpose=purpose,
        parameters=tuple(
            _parameter_card(
                tool, name, body, required=name in schema["required"], is_personal=checks_identity
            )
            for name, body in schema["properties"].items()
        ),
        intent=stems(purpose),
        main_words=main_words,
        words=main_words | stems(function["description"]),
        checks_identity=checks_identity,
    )


def _parameter_card(
    tool: ToolInfo, name: str, body: Mapping[str, Any], *, required: bool, is_personal: bool
) -> ParameterCard:
    item = body.get("items", body)
    description = body["description"].rpartition(" (")[0]
    choices = tuple(item.get("enum", ()))
    semantic, prefix = tool.parameters[name], tool.references.get(name, "")
    return ParameterCard(
        name=name,
        type=semantic,
        prefix=prefix,
        choices=choices,
        description=description,
        required=required,
        is_list=body["type"] == "array",
        key="/".join((semantic, prefix or name, *choices, "personal" * is_personal)),
        pools=_pools(semantic, name),
        is_personal=is_personal,
        words=stems(f"{name} {description}"),
        choice_words=tuple(stems(choice.replace("_", " ")) for choice in choices),
    )


def _pools(semantic: str, name: str) -> tuple[str, ...]:
    if semantic in ("Reference", "Identifier"):
        return ("keys",)
    heard = f"type {semantic}", f"answer {name}"
    if semantic == "PersonName":  # columns called "name" name all kinds of things
        return heard
    return f"column {name}", *heard, f"prose {semantic}"
