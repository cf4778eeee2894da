"""The parcel office's policy."""

from autoforge_envs.domain import Call, Reference, State, is_confirmed, rule

from .models import Parcel
from .tools import keep_parcel, move_parcel, send_back

CHANGES = (keep_parcel, move_parcel, send_back)


@rule(before=CHANGES, enforced_by="agent", declinable=False)
def changes_are_confirmed(state: State, call: Call) -> bool:
    """Before any change, repeat its details and identifiers to the customer and get their yes."""
    return is_confirmed(state, call)


@rule(before=CHANGES, enforced_by="agent")
def only_waiting_parcels(state: State, parcel_id: Reference[Parcel]) -> bool:
    """Only a parcel that is waiting can be kept, moved or sent back."""
    return state.get(Parcel, parcel_id).status == "waiting"
