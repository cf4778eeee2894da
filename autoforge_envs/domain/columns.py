"""Semantic types: what a value means, said once for the table, the tool, the user and the verdict.

A semantic type is an annotation: `total: Mapped[Money]` in a table, `amount: Money` in a tool.
At run time the values are plain strings, integers and booleans; nothing here is ever a float.
"""

import types
from dataclasses import dataclass, replace
from typing import Annotated, Any, ClassVar, Literal, TypeVar, Union, cast, get_args, get_origin

from sqlalchemy import BigInteger, Boolean, ForeignKey, Integer, Text
from sqlalchemy.orm import Mapped, MappedColumn, mapped_column
from sqlalchemy.types import TypeEngine
from typing_extensions import TypeAliasType

from autoforge_envs.errors import DomainError

ModelT = TypeVar("ModelT")


@dataclass(frozen=True, slots=True)
class SemanticType:
    """What a value means.

    Attributes:
        name: Its name in schemas, tasks and the policy document ("Money").
        python: Type of the value at run time.
        description: One phrase for a tool's JSON schema.
        compared: Whether the verdict compares it.
        hidden: Whether tool results leave it out.
        max_length: Longest text, in characters.
        choices: The values of a choice.
        references: Class name of the model whose key this is.
    """

    name: str
    python: type
    description: str
    compared: bool = True
    hidden: bool = False
    max_length: int = 200
    choices: tuple[str, ...] = ()
    references: str = ""


def _text(name: str, description: str, **options: Any) -> SemanticType:
    return SemanticType(name, str, description, **options)


Identifier = Annotated[str, _text("Identifier", "an identifier")]
Email = Annotated[str, _text("Email", "an e-mail address")]
PhoneNumber = Annotated[str, _text("PhoneNumber", "a telephone number")]
PersonName = Annotated[str, _text("PersonName", "a person's full name")]
PostalCode = Annotated[str, _text("PostalCode", "a postal code")]
StreetAddress = Annotated[str, _text("StreetAddress", "street and house number")]
City = Annotated[str, _text("City", "a city")]
Country = Annotated[str, _text("Country", "a country")]
Label = Annotated[str, _text("Label", "a short text")]
FreeText = Annotated[str, _text("FreeText", "free text", compared=False, max_length=4_000)]
Secret = Annotated[str, _text("Secret", "something only the customer knows", hidden=True)]
Timestamp = Annotated[str, _text("Timestamp", "a date and time, YYYY-MM-DDTHH:MM:SS")]
Date = Annotated[str, _text("Date", "a date, YYYY-MM-DD")]
Money = Annotated[int, SemanticType("Money", int, 'an amount of money such as "49.90"')]
Quantity = Annotated[int, SemanticType("Quantity", int, "a whole number, zero or more")]
Percentage = Annotated[int, SemanticType("Percentage", int, "a percentage from 0 to 100")]
Number = Annotated[int, SemanticType("Number", int, "a whole number")]
Flag = Annotated[bool, SemanticType("Flag", bool, "true or false")]

SEMANTIC_TYPES: dict[str, SemanticType] = {
    semantic.name: semantic
    for semantic in (
        get_args(alias)[1]
        for alias in (
            Identifier, Email, PhoneNumber, PersonName, PostalCode, StreetAddress, City, Country,
            Label, FreeText, Secret, Timestamp, Date, Money, Quantity, Percentage, Number, Flag,
        )
    )
}  # fmt: skip
SEMANTIC_TYPES["Reference"] = _text("Reference", "an identifier")
SEMANTIC_TYPES["Choice"] = _text("Choice", "one of a few words")


Reference = TypeAliasType("Reference", str, type_params=(ModelT,))
"""Annotation of a key of another table: `Reference[Order]`. The value is a plain `str`."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """A type annotation, read: the semantic type (or None), and how it is wrapped."""

    semantic: SemanticType | None
    plain: Any
    nullable: bool
    is_list: bool


def read_annotation(annotation: Any) -> Annotation:
    """Take an annotation such as `list[Reference[Order]] | None` apart.

    Returns:
        Its semantic type if it has one; `plain` is the annotation without `| None` and `list`.
    """
    nullable = False
    if get_origin(annotation) in (Union, types.UnionType):
        members = [member for member in get_args(annotation) if member is not type(None)]
        nullable = len(members) < len(get_args(annotation))
        annotation = members[0] if len(members) == 1 else annotation
    is_list = get_origin(annotation) is list
    if is_list:
        annotation = get_args(annotation)[0]
    return Annotation(_semantic(annotation), annotation, nullable, is_list)


def _semantic(annotation: Any) -> SemanticType | None:
    origin = get_origin(annotation)
    if origin is Annotated:
        return next((m for m in get_args(annotation)[1:] if isinstance(m, SemanticType)), None)
    if origin is Literal and all(isinstance(choice, str) for choice in get_args(annotation)):
        return replace(SEMANTIC_TYPES["Choice"], choices=get_args(annotation))
    if origin is Reference:
        model = get_args(annotation)[0]
        if isinstance(model, type) and issubclass(model, SemanticModel):
            return replace(SEMANTIC_TYPES["Reference"], references=model.__name__)
    return None


@dataclass(frozen=True, slots=True)
class ColumnOptions:
    """What `column()` and `identifier()` say about a column beyond its type."""

    prefix: str = ""
    unique: bool = False
    indexed: bool = False
    compared: bool = True
    description: str = ""


def column(
    *, unique: bool = False, indexed: bool = False, compared: bool = True, description: str = ""
) -> Any:
    """Say more about a column than its type does.

    Args:
        unique: No two rows share a value.
        indexed: Tools look rows up by it.
        compared: Whether the verdict compares it.
        description: For the domain's card.
    """
    return ColumnOptions("", unique, indexed, compared, description)


def identifier(prefix: str) -> Any:
    """Declare the primary key; new rows get `prefix`, a dash, nine digits derived from content."""
    return ColumnOptions(prefix=prefix)


class SemanticModel:
    """Mixin that turns semantic annotations into columns, for a domain's declarative base."""

    __semantics__: ClassVar[dict[str, SemanticType]]
    __prefix__: ClassVar[str]
    __compared__: ClassVar[bool] = True
    """Whether the verdict looks at this table's rows at all."""

    def __init_subclass__(cls, **options: Any) -> None:
        """Replace annotated attributes by mapped columns, then let SQLAlchemy map the class."""
        if "__tablename__" in vars(cls):
            _declare_columns(cls)
        super().__init_subclass__(**options)


def _declare_columns(model: type) -> None:
    semantics: dict[str, SemanticType] = {}
    prefixes = []
    for name, value in vars(model).items():
        if isinstance(value, MappedColumn) and name not in model.__annotations__:
            raise DomainError(
                f"column {model.__name__}.{name} has no semantic type; write `{name}: Mapped[...]`"
            )
    for name, annotation in list(model.__annotations__.items()):
        if isinstance(annotation, str):
            raise DomainError(
                f"column {model.__name__}.{name}: annotations are read while the file is imported; "
                "remove `from __future__ import annotations` and quotes"
            )
        origin: Any = get_origin(annotation)
        if origin is not Mapped:
            continue
        read, semantic = _read_column(model, name, annotation)
        options = _column_options(model, name, read)
        if options.prefix:
            prefixes.append(options.prefix)
        semantics[name] = replace(semantic, compared=semantic.compared and options.compared)
        setattr(model, name, _mapped_column(semantics[name], options, read, len(semantics)))
        # SQLAlchemy need not know what a value means
        model.__annotations__[name] = cast(Any, Mapped)[semantic.python]
    if len(prefixes) != 1:
        raise DomainError(
            f"table {model.__name__} has {len(prefixes)} primary keys; "
            'give it one, `id: Mapped[Identifier] = identifier("XX")`'
        )
    model.__semantics__ = semantics  # type: ignore[attr-defined]
    model.__prefix__ = prefixes[0]  # type: ignore[attr-defined]


def _read_column(model: type, name: str, annotation: Any) -> tuple[Annotation, SemanticType]:
    if name.startswith("_"):
        raise DomainError(f"column {model.__name__}.{name}: a name starts with a letter; rename it")
    read = read_annotation(get_args(annotation)[0])
    if read.semantic is None or read.is_list:
        raise DomainError(
            f"column {model.__name__}.{name} has no semantic type ({annotation}); use one of "
            f"{', '.join(sorted(SEMANTIC_TYPES.keys() - {'Choice', 'Reference'}))}, "
            'Reference[Model] or Literal["a", "b"]'
        )
    return read, read.semantic


def _column_options(model: type, name: str, read: Annotation) -> ColumnOptions:
    options = getattr(model, name, ColumnOptions())
    if not isinstance(options, ColumnOptions):
        raise DomainError(
            f"column {model.__name__}.{name} is {options!r:.80}; "
            "use column(...), identifier(...) or nothing, and another name if SQLAlchemy needs it"
        )
    if options.prefix and (read.nullable or read.plain != Identifier):
        raise DomainError(
            f"column {model.__name__}.{name} is the primary key; declare it as Mapped[Identifier]"
        )
    return options


def _sql_type(semantic: SemanticType) -> TypeEngine[Any]:
    """Give the column type; SQLite's STRICT tables know no booleans and no big integers."""
    if semantic.python is bool:
        return Boolean(create_constraint=False).with_variant(Integer(), "sqlite")
    if semantic.python is int:
        return BigInteger().with_variant(Integer(), "sqlite")
    return Text()


def _mapped_column(
    semantic: SemanticType, options: ColumnOptions, read: Annotation, position: int
) -> MappedColumn[Any]:
    is_key = bool(options.prefix)
    foreign = (
        [ForeignKey(_key_of(read.plain), deferrable=True, initially="IMMEDIATE")]
        if semantic.references
        else []
    )
    return mapped_column(
        _sql_type(semantic),
        *foreign,
        primary_key=is_key,
        nullable=read.nullable,
        unique=options.unique or None,
        index=(options.indexed or bool(foreign)) or None,
        info={"semantic": semantic, "description": options.description},
        sort_order=position,  # else columns that are assigned in the class body come first
    )


def _key_of(reference: Any) -> Any:
    model = get_args(reference)[0]
    return next(iter(model.__table__.primary_key))
