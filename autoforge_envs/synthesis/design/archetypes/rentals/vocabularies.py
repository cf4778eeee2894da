"""Rentals: how a business of the kind may present itself."""

from autoforge_envs.synthesis.design.blocks import Vocabulary
from autoforge_envs.synthesis.design.nouns import Noun

_WORK = "You book, extend, swap and cancel, note damages, and release deposits."


VOCABULARIES = (
    Vocabulary(
        title="Meridian Car Hire",
        about=f"a car rental with stations in several towns. {_WORK}",
        nouns={
            "party": Noun("driver"),
            "item": Noun("car model"),
            "unit": Noun("car"),
            "deal": Noun("rental"),
        },
        words={
            "categories": ("small_car", "compact", "estate", "van", "cabriolet"),
            "parts": ("bumper", "door", "windscreen", "mirror", "rim"),
            "makes": ("Alba", "Corvo", "Delfin", "Elan", "Farol", "Gira"),
            "rates": (2_900, 9_500),
            "moves": True,
        },
    ),
    Vocabulary(
        title="Spoke & Saddle",
        about=f"a bicycle rental with stations in several towns. {_WORK}",
        nouns={
            "party": Noun("rider"),
            "item": Noun("bike model"),
            "unit": Noun("bike"),
            "deal": Noun("hire"),
        },
        words={
            "categories": ("city_bike", "touring_bike", "e_bike", "cargo_bike", "mountain_bike"),
            "parts": ("wheel", "frame", "saddle", "brake", "battery"),
            "makes": ("Plover", "Heron", "Swift", "Osprey", "Robin", "Tern"),
            "rates": (900, 4_500),
            "moves": False,
        },
    ),
    Vocabulary(
        title="Ironyard Plant Hire",
        about=f"a rental of building machines. {_WORK}",
        nouns={
            "party": Noun("contractor"),
            "item": Noun("machine type"),
            "unit": Noun("machine"),
            "deal": Noun("hire"),
        },
        words={
            "categories": ("digger", "lift", "compressor", "roller", "generator"),
            "parts": ("bucket", "engine", "hose", "tyre", "cabin"),
            "makes": ("Bison", "Mammoth", "Ibex", "Moose", "Taurus", "Rhino"),
            "rates": (4_500, 24_000),
            "moves": False,
        },
    ),
    Vocabulary(
        title="Tideline Boats",
        about=f"a rental of small boats on lakes and canals. {_WORK}",
        nouns={
            "party": Noun("skipper"),
            "item": Noun("boat type"),
            "unit": Noun("boat"),
            "deal": Noun("charter"),
        },
        words={
            "categories": ("canoe", "dinghy", "motorboat", "houseboat", "catamaran"),
            "parts": ("hull", "rudder", "sail", "propeller", "railing"),
            "makes": ("Otter", "Pike", "Grebe", "Newt", "Trout", "Coot"),
            "rates": (2_500, 16_000),
            "moves": False,
        },
    ),
)
