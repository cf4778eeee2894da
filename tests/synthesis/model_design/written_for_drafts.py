"""What a good model would add to the draft of the pet shop, and mistakes: written by hand."""

import copy
import json
from pathlib import Path
from typing import Any

from autoforge_envs.synthesis.documents.tool_documents import read_tool_documents

from .written_by_hand import Answer, said

DATA = Path(__file__).parents[1] / "documents" / "data"
PET_SHOP = read_tool_documents(DATA / "petstore.openapi.yaml")


def described(name: str, description: str) -> Answer:
    return {"name": name, "description": description}


DESCRIPTIONS: Answer = {
    "title": "Four Paws",
    "about": "a shop where people offer pets and order those of others.",
    "tables": [described("Pet", "A pet that somebody offers.")],
    "columns": [described("Order.ship_date", "When the pet is on its way.")],
    "tools": [
        described("place_order", "Order a pet; while the order stands, nobody else can have it."),
        described("find_pets_by_status", "List the pets that are available, pending or sold."),
    ],
}
VOCABULARIES: Answer = {
    "vocabularies": [
        {"column": "Pet.name", "texts": ["Bella", "Rufus", "Misty", "Otto", "Pepper", "Nala"]},
        {"column": "Pet.category", "texts": ["dog", "cat", "rabbit", "parrot", "hamster"]},
        {"column": "Pet.tag", "texts": ["calm", "young", "house-trained", "vaccinated"]},
        {"column": "User.username", "texts": ["rainy", "otter", "maple", "comet", "pixel"]},
    ],
    "ranges": [
        {"column": "Order.quantity", "least": 1, "most": 3},
        {"column": "User.user_status", "least": 1, "most": 3},
    ],
    "days": [],
}
PLACE_ORDER = '''
@tool(intent="place an order for pet {pet_id}", writes=True)
def place_order(
    state: State,
    user_id: Reference[User],
    pet_id: Reference[Pet],
    quantity: Quantity,
    ship_date: Timestamp,
) -> Order:
    """Order a pet; while the order stands, nobody else can have it.

    Args:
        user_id: The user.
        pet_id: The pet.
        quantity: How many of a litter.
        ship_date: When it should be on its way.
    """
    state.get(User, user_id)
    pet = state.get(Pet, pet_id)
    require(quantity > 0, "order one at least")
    if pet.status == "available":
        state.update(pet, status="pending")
    return state.add(
        Order,
        user_id=user_id,
        pet_id=pet_id,
        quantity=quantity,
        ship_date=ship_date,
        status="placed",
        complete=False,
    )
'''
DELETE_ORDER = '''
@tool(intent="delete order {order_id}", writes=True)
def delete_order(state: State, order_id: Reference[Order]) -> Order:
    """Delete an order for good; its pet can be had again.

    Args:
        order_id: The order.
    """
    order = state.get(Order, order_id)
    release(state, order)
    state.remove(order)
    return order
'''
RELEASE = '''
def release(state: State, order: Order) -> None:
    """Let others have the pet of an order."""
    pet = state.get(Pet, order.pet_id)
    if pet.status == "pending":
        state.update(pet, status="available")
'''
EFFECTS: Answer = {
    "constants": [],
    "functions": [{"name": "release", "source": RELEASE}],
    "tools": [
        {"name": "place_order", "source": PLACE_ORDER},
        {"name": "delete_order", "source": DELETE_ORDER},
    ],
}
SMALL_ORDERS = '''
@rule(before=place_order, enforced_by="agent")
def orders_are_small(_state: State, quantity: Quantity) -> bool:
    """An order is for at most 3 pets."""
    return quantity <= MOST_PETS
'''
EARLY_ORDERS = '''
@rule(before=delete_order, enforced_by="agent")
def orders_on_their_way_stay(state: State, order_id: Reference[Order]) -> bool:
    """An order whose ship date has passed is not deleted."""
    return state.get(Order, order_id).ship_date >= state.now
'''
RULES: Answer = {
    "limits": [{"name": "MOST_PETS", "source": "MOST_PETS = 3"}],
    "rules": [
        {"name": "orders_are_small", "title": "orders", "source": SMALL_ORDERS},
        {"name": "orders_on_their_way_stay", "title": "orders", "source": EARLY_ORDERS},
    ],
}
PHRASES: Answer = {
    "requests": [
        said("place_order", "I want to have {pet_id}.", "Please put {pet_id} aside for me."),
        said("delete_order", "I no longer want {order_id}.", "Please drop {order_id}."),
    ],
    "choices": [],
    "adjectives": [],
    "rows": [said("Order", "order"), said("Pet", "pet", "animal")],
    "columns": [said("ship_date", "shipping date")],
    "highest": [],
    "lowest": [],
    "questions": [],
}
GOOD: dict[str, Answer] = {
    "descriptions": DESCRIPTIONS,
    "vocabularies": VOCABULARIES,
    "effects": EFFECTS,
    "rules": RULES,
    "phrases": PHRASES,
}
"""The right answers by part, in the order in which they are asked for."""


def changed(part: str, *path: str | int, to: Any) -> str:
    """Return the text of a right answer with one thing in it replaced."""
    answer = copy.deepcopy(GOOD[part])
    place: Any = answer
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = to
    return json.dumps(answer)


CRASHING = PLACE_ORDER.replace("    state.get(User, user_id)\n", "    fee = {}[quantity]\n", 1)
OTHER_PARAMETERS = DELETE_ORDER.replace("order_id", "key")
BREAKING_RELEASE = RELEASE.replace("state.update(pet", "state.change(pet")

MISTAKES: dict[str, tuple[str, ...]] = {
    "descriptions": (
        "Dear me, so many animals.",
        changed("descriptions", "tables", 0, "name", to="Animal"),
        changed("descriptions", "tools", 0, "description", to="Order a pet. " * 20),
    ),
    "vocabularies": (
        changed("vocabularies", "vocabularies", 0, "texts", to=["Bella"]),
        changed("vocabularies", "ranges", 0, "most", to=0),
        changed("vocabularies", "vocabularies", 0, "column", to="Pet.nickname"),
    ),
    "effects": (
        changed("effects", "tools", 0, "source", to=CRASHING),
        changed("effects", "tools", 1, "source", to=OTHER_PARAMETERS),
        changed("effects", "functions", 0, "source", to=BREAKING_RELEASE),
    ),
    "rules": (
        changed("rules", "limits", to=[]),
        changed("rules", "rules", 0, "source", to=SMALL_ORDERS.replace("place_order", "order")),
        changed("rules", "limits", 0, "source", to="MOST_PETS = -1"),
    ),
    "phrases": (
        changed("phrases", "requests", 0, "ways", to=["I want to have {animal}."]),
        changed("phrases", "rows", 0, "about", to="Cage"),
        json.dumps({"requests": []}),
    ),
}
"""Three different wrong answers to each part."""
