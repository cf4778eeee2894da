"""What a domain is; everything that a domain's own code imports comes from here."""

from autoforge_envs.domain.clock import days_between, shift
from autoforge_envs.domain.columns import (
    City,
    Country,
    Date,
    Email,
    Flag,
    FreeText,
    Identifier,
    Label,
    Money,
    Number,
    Percentage,
    PersonName,
    PhoneNumber,
    PostalCode,
    Quantity,
    Reference,
    Secret,
    SemanticModel,
    StreetAddress,
    Timestamp,
    column,
    identifier,
)
from autoforge_envs.domain.conversation import is_confirmed, is_identified, record_identity
from autoforge_envs.domain.rules import Call, rule
from autoforge_envs.domain.state import State, require
from autoforge_envs.domain.tools import tool
from autoforge_envs.errors import ToolError

__all__ = [
    "Call",
    "City",
    "Country",
    "Date",
    "Email",
    "Flag",
    "FreeText",
    "Identifier",
    "Label",
    "Money",
    "Number",
    "Percentage",
    "PersonName",
    "PhoneNumber",
    "PostalCode",
    "Quantity",
    "Reference",
    "Secret",
    "SemanticModel",
    "State",
    "StreetAddress",
    "Timestamp",
    "ToolError",
    "column",
    "days_between",
    "identifier",
    "is_confirmed",
    "is_identified",
    "record_identity",
    "require",
    "rule",
    "shift",
    "tool",
]
