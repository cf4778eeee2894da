"""The shape of a rule: the tree of its predicate, with every name and constant taken away."""

import dataclasses
from collections import Counter
from collections.abc import Mapping
from typing import Any, get_type_hints

from autoforge_envs.domain.columns import read_annotation
from autoforge_envs.domain.domain import Domain
from autoforge_envs.synthesis.comparison.predicates import Reading, package_of
from autoforge_envs.synthesis.comparison.table_shapes import own_kinds
from autoforge_envs.synthesis.exploration import own_tools


def rule_shapes(domain: Domain) -> Counter[str]:
    """Count the shapes of a domain's rules."""
    reading = Reading(domain.contents.folder, _fields(domain))
    return Counter(reading.read(rule).shape for rule in domain.rules)


def rule_parts(domain: Domain) -> Counter[str]:
    """Count the comparisons in a domain's rules, each by itself, and the procedure they demand."""
    reading = Reading(domain.contents.folder, _fields(domain))
    return Counter(part for rule in domain.rules for part in reading.read(rule).parts)


def _fields(domain: Domain) -> dict[str, str]:
    """Return the semantic types that columns and fields of each name have, over the domain."""
    found: dict[str, set[str]] = {}
    for kind in own_kinds(domain):
        for name, semantic in kind.semantics.items():
            found.setdefault(name, set()).add(semantic.name)
    for view in _views(domain):
        hints = get_type_hints(view, include_extras=True)
        for field in dataclasses.fields(view):
            type_of_field = read_annotation(hints[field.name]).semantic
            found.setdefault(field.name, set()).add(type_of_field.name if type_of_field else "view")
    return {name: "|".join(sorted(types)) for name, types in found.items()}


def _views(domain: Domain) -> list[Any]:
    """Return the domain's dataclasses, as the modules of its tools and rules know them."""
    home = package_of(own_kinds(domain)[0].model)
    functions = [*(t.function for t in own_tools(domain)), *(r.function for r in domain.rules)]
    modules: dict[int, Mapping[str, Any]] = {id(f.__globals__): f.__globals__ for f in functions}
    values = {id(value): value for names in modules.values() for value in names.values()}
    return [
        value for value in values.values()
        if isinstance(value, type) and dataclasses.is_dataclass(value) and package_of(value) == home
    ]  # fmt: skip
