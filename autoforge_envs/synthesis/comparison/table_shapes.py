"""The shape of a database: its tables and foreign keys by the types of their columns."""

from collections import Counter
from collections.abc import Iterator

from autoforge_envs.domain.conversation import CONVERSATION_MODELS
from autoforge_envs.domain.domain import Domain
from autoforge_envs.domain.storage.records import RecordType


def table_shapes(domain: Domain) -> Counter[str]:
    """Count tables by the types of their columns, and foreign keys by the tables at both ends."""
    kinds = own_kinds(domain)
    labels = {kind.model.__name__: _label(kind) for kind in kinds}
    edges = (f"{labels[source]} -> {labels[target]}" for source, target in _edges(kinds))
    return Counter(labels.values()) + Counter(edges)


def table_parts(domain: Domain) -> Counter[str]:
    """Count columns by type, and foreign keys by how many keys meet at both ends."""
    kinds = own_kinds(domain)
    columns = Counter(each.name for kind in kinds for each in kind.semantics.values())
    edges = list(_edges(kinds))
    leaving = Counter(source for source, _ in edges)
    arriving = Counter(target for _, target in edges)
    return columns + Counter(
        f"{leaving[source]} of {arriving[source]} -> {leaving[target]} of {arriving[target]}"
        for source, target in edges
    )


def own_kinds(domain: Domain) -> list[RecordType]:
    """Return a domain's tables without those that every domain has for the conversation."""
    return [kind for kind in domain.record_types if kind.model not in CONVERSATION_MODELS]


def _label(kind: RecordType) -> str:
    """Describe a table by its columns in no order, an optional column marked."""
    names = (
        semantic.name if name == kind.key or name in kind.required else f"{semantic.name}?"
        for name, semantic in kind.semantics.items()
    )
    return f"({', '.join(sorted(names))})"


def _edges(kinds: list[RecordType]) -> Iterator[tuple[str, str]]:
    """Yield each foreign key as the classes of the two tables."""
    for kind in kinds:
        for semantic in kind.semantics.values():
            if semantic.references:
                yield kind.model.__name__, semantic.references
