"""Instore: how a business of the kind may present itself."""

from autoforge_envs.synthesis.design.blocks import Vocabulary
from autoforge_envs.synthesis.design.nouns import Noun

VOCABULARIES = (
    Vocabulary(
        title="Tablemates",
        about="which sells meals in advance and books tables for restaurants in several towns. "
        "You sell, refund and extend meal vouchers, and book, move and cancel tables.",
        nouns={
            "party": Noun("guest"),
            "item": Noun("meal"),
            "deal": Noun("meal voucher"),
            "seat": Noun("table"),
        },
        words={
            "shop_kinds": ("bistro", "noodle_bar", "steakhouse", "tea_room", "trattoria"),
            "item_kinds": ("set_menu", "tasting_menu", "brunch", "sharing_platter"),
            "shop_names": ("Juniper", "Copper Pan", "Lantern", "Old Mill", "Blue Door", "Saffron"),
            "item_names": ("Market menu", "Chef's evening", "Sunday brunch", "Platter for two",
                           "Vegetable garden", "Harbour catch"),
            "seat_names": ("Table", "Booth", "Terrace table"),
        },
    ),
    Vocabulary(
        title="Kind Hands",
        about="which sells treatments in advance and books chairs for salons and spas. You sell, "
        "refund and extend treatment passes, and book, move and cancel chairs.",
        nouns={
            "party": Noun("client"),
            "item": Noun("treatment"),
            "deal": Noun("treatment pass", "treatment passes"),
            "seat": Noun("room"),
        },
        words={
            "shop_kinds": ("hair_salon", "spa", "nail_studio", "barber"),
            "item_kinds": ("haircut", "massage", "facial", "manicure"),
            "shop_names": ("Velvet", "Still Water", "Ivory Comb", "Hazel & Co", "Marble", "Aria"),
            "item_names": ("Classic", "Deluxe", "Half an hour", "Full hour", "Evening calm",
                           "Fresh start"),
            "seat_names": ("Room", "Corner", "Suite"),
        },
    ),
    Vocabulary(
        title="Playfield",
        about="which sells tickets for bowling, climbing and billiards in advance and books lanes. "
        "You sell, refund and extend tickets, and book, move and cancel lanes.",
        nouns={
            "party": Noun("player"),
            "item": Noun("game"),
            "deal": Noun("play ticket"),
            "seat": Noun("lane"),
        },
        words={
            "shop_kinds": ("bowling_alley", "climbing_hall", "billiard_hall", "arcade"),
            "item_kinds": ("single_round", "evening_pass", "family_pass", "lesson"),
            "shop_names": ("Ten Up", "Gravity", "Corner Pocket", "Pixel", "Strike", "High Hold"),
            "item_names": ("Starter", "Full evening", "Family hour", "With a coach", "Late night",
                           "Double round"),
            "seat_names": ("Lane", "Wall", "Field"),
        },
    ),
)  # fmt: skip
