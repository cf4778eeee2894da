"""Tools of the parcel office."""

from autoforge_envs.domain import Identifier, Label, Reference, State, tool

from .models import Branch, Parcel, Term


@tool(intent="look up parcel {parcel_id}")
def get_status(state: State, parcel_id: Reference[Parcel]) -> Label:
    """Look up whether a parcel is still waiting.

    Args:
        parcel_id: The parcel.
    """
    return state.get(Parcel, parcel_id).status


@tool(intent="keep parcel {parcel_id} for {term}", writes=True)
def keep_parcel(state: State, parcel_id: Reference[Parcel], term: Term) -> Identifier:
    """Keep a parcel longer.

    Args:
        parcel_id: The parcel.
        term: For how long.
    """
    return state.update(state.get(Parcel, parcel_id), status="kept", term=term).id


@tool(intent="move parcel {parcel_id} to {branch}", writes=True)
def move_parcel(state: State, parcel_id: Reference[Parcel], branch: Branch) -> Identifier:
    """Move a parcel to another branch.

    Args:
        parcel_id: The parcel.
        branch: Where to.
    """
    return state.update(state.get(Parcel, parcel_id), status="moved", branch=branch).id


@tool(intent="send back parcel {parcel_id}", writes=True)
def send_back(state: State, parcel_id: Reference[Parcel]) -> Identifier:
    """Send a parcel back to whoever sent it.

    Args:
        parcel_id: The parcel.
    """
    return state.update(state.get(Parcel, parcel_id), status="sent_back").id
