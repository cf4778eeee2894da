"""Lettings: how a business of the kind may present itself."""

from autoforge_envs.synthesis.design.blocks import Vocabulary
from autoforge_envs.synthesis.design.nouns import Noun

VOCABULARIES = (
    Vocabulary(
        title="Hofgarten Lettings",
        about="which lets flats in its own houses. You answer questions about rent, take notice, "
        "arrange repairs, and let parking spaces.",
        nouns={"party": Noun("tenant"), "item": Noun("flat"), "deal": Noun("lease")},
        words={
            "trades": ("plumbing", "heating", "electrical", "carpentry"),
            "item_names": ("Flat", "Garden flat", "Attic flat"),
        },
    ),
    Vocabulary(
        title="Campus Rooms",
        about="which lets furnished rooms to students. You answer questions about rent, take "
        "notice, arrange repairs, and let parking spaces.",
        nouns={"party": Noun("resident"), "item": Noun("room"), "deal": Noun("room contract")},
        words={
            "trades": ("heating", "internet", "furniture", "plumbing", "lock"),
            "item_names": ("Room", "Corner room", "Studio"),
        },
    ),
    Vocabulary(
        title="Quay Side Offices",
        about="which lets offices and workshops by the harbour. You answer questions about rent, "
        "take notice, arrange repairs, and let parking spaces.",
        nouns={"party": Noun("leaseholder"), "item": Noun("office"), "deal": Noun("office lease")},
        words={
            "trades": ("cabling", "air_conditioning", "electrical", "glazing"),
            "item_names": ("Office", "Workshop", "Loft"),
        },
    ),
)
