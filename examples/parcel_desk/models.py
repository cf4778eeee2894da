"""The one table of a parcel office."""

from typing import Literal

from sqlalchemy.orm import DeclarativeBase, Mapped

from autoforge_envs.domain import Identifier, SemanticModel, identifier

Branch = Literal["north", "south", "east", "west", "harbour", "station", "market", "airport"]
Term = Literal["day", "week", "fortnight", "month", "season", "year"]
ParcelStatus = Literal["waiting", "kept", "moved", "sent_back", "collected"]


class Model(SemanticModel, DeclarativeBase):
    """Base of the office's tables."""


class Parcel(Model):
    """Something that waits for whoever it was sent to."""

    __tablename__ = "parcels"

    id: Mapped[Identifier] = identifier("P")
    status: Mapped[ParcelStatus]
    branch: Mapped[Branch]
    term: Mapped[Term | None]
