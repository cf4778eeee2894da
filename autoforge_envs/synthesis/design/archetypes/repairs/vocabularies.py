"""Repairs: how a business of the kind may present itself."""

from autoforge_envs.synthesis.design.blocks import Vocabulary
from autoforge_envs.synthesis.design.nouns import Noun

_WORK = "You take things in, make and change quotes, note payments, and hand things out."


VOCABULARIES = (
    Vocabulary(
        title="Second Spark",
        about=f"a repair service for telephones and other electronics. {_WORK}",
        nouns={
            "party": Noun("customer"),
            "item": Noun("device type"),
            "thing": Noun("device", "devices"),
            "deal": Noun("repair"),
        },
        words={
            "kinds": ("phone", "laptop", "tablet", "camera", "console"),
            "makes": ("Lumen", "Axon", "Pixar", "Nordic", "Kestra", "Vanto"),
            "components": ("screen", "battery", "charging port"),
            "prices": (18_000, 140_000),
            "faults": (
                ("broken_screen", "the screen is broken", True),
                ("weak_battery", "the battery is weak", False),
                ("does_not_start", "it does not start", False),
                ("fell_into_water", "it fell into water", True),
                ("swollen_battery", "the battery is swollen", False),
            ),
        },
    ),
    Vocabulary(
        title="Freewheel Workshop",
        about=f"a repair service for bicycles. {_WORK}",
        nouns={
            "party": Noun("cyclist"),
            "item": Noun("bike type"),
            "thing": Noun("bicycle"),
            "deal": Noun("repair job"),
        },
        words={
            "kinds": ("city_bike", "racing_bike", "e_bike", "cargo_bike", "folding_bike"),
            "makes": ("Linnet", "Harrier", "Dunlin", "Curlew", "Plover", "Siskin"),
            "components": ("gear", "brake", "wheel"),
            "prices": (30_000, 360_000),
            "faults": (
                ("bent_wheel", "the wheel is bent", True),
                ("worn_brake", "the brake is worn", False),
                ("slipping_gear", "the gear slips", False),
                ("fell_over", "it fell over", True),
                ("cracked_frame", "the frame is cracked", False),
            ),
        },
    ),
    Vocabulary(
        title="Tick & Mend",
        about=f"a repair service for watches and clocks. {_WORK}",
        nouns={
            "party": Noun("client"),
            "item": Noun("watch type"),
            "thing": Noun("timepiece"),
            "deal": Noun("repair order"),
        },
        words={
            "kinds": ("wristwatch", "pocket_watch", "wall_clock", "alarm_clock", "diving_watch"),
            "makes": ("Aurel", "Meridian", "Castor", "Helvia", "Orrery", "Sabin"),
            "components": ("movement", "glass", "crown"),
            "prices": (9_000, 420_000),
            "faults": (
                ("cracked_glass", "the glass is cracked", True),
                ("runs_slow", "it runs slow", False),
                ("stopped", "it has stopped", False),
                ("fell_down", "it fell down", True),
                ("leaking_cell", "the cell leaks", False),
            ),
        },
    ),
)
