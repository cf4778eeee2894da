"""Travel: how a business of the kind may present itself."""

from autoforge_envs.synthesis.design.blocks import Vocabulary
from autoforge_envs.synthesis.design.nouns import Noun

VOCABULARIES = (
    Vocabulary(
        title="Fernhill Hotels",
        about="a small group of hotels. You book, move and cancel stays, and arrange board, rides "
        "and activities.",
        nouns={
            "party": Noun("guest"),
            "deal": Noun("stay"),
            "house": Noun("hotel"),
            "room": Noun("room"),
        },
        words={
            "house_names": ("Fernhill {}", "The {} Arms", "{} Garden Hotel"),
            "room_kinds": ("single", "double", "family_room", "suite"),
            "room_nouns": ("suite",),
            "room_views": (),
            "sleeps": (1, 2, 4, 3),
            "activity_kinds": ("walk", "tasting", "boat_trip"),
            "activity_nouns": ("walk", "tasting", "boat_trip"),
            "activities": ("Old Town Walk", "Wine Tasting", "Harbour Tour", "Castle Visit"),
            "wishes": ("baby_cot", "late_checkout", "fruit_basket", "parking_place"),
            "base_rate": 5500,
        },
    ),
    Vocabulary(
        title="Tall Pines Holidays",
        about="a company with holiday parks in the woods. You book, move and cancel breaks, and "
        "arrange meals, rides and activities.",
        nouns={
            "party": Noun("camper"),
            "deal": Noun("holiday"),
            "house": Noun("park"),
            "room": Noun("lodge"),
        },
        words={
            "house_names": ("{} Pines", "{} Lakeside", "Upper {} Forest"),
            "room_kinds": ("tent", "cabin", "tree_house", "chalet"),
            "room_nouns": ("tent", "cabin", "tree_house", "chalet"),
            "room_views": (),
            "sleeps": (3, 4, 2, 6),
            "activity_kinds": ("canoeing", "climbing", "wildlife"),
            "activity_nouns": (),
            "activities": ("Beaver Watch", "Canoe Morning", "High Ropes", "Night Hike"),
            "wishes": ("firewood", "barbecue_set", "bicycle_set", "extra_bed"),
            "base_rate": 4200,
        },
    ),
    Vocabulary(
        title="Seven Springs",
        about="an operator of spa houses. You book, move and cancel retreats, and arrange board, "
        "rides and courses of treatment.",
        nouns={
            "party": Noun("client"),
            "deal": Noun("retreat"),
            "house": Noun("spa"),
            "room": Noun("apartment"),
        },
        words={
            "house_names": ("{} Springs", "{} Baths", "Haus {}"),
            "room_kinds": ("studio", "garden_view", "terrace", "penthouse"),
            "room_nouns": ("studio", "penthouse"),
            "room_views": ("garden_view", "terrace"),
            "sleeps": (1, 2, 3, 4),
            "activity_kinds": ("massage", "yoga", "sauna"),
            "activity_nouns": ("massage",),
            "activities": ("Forest Yoga", "Salt Sauna Night", "Stone Massage", "Silent Walk"),
            "wishes": ("yoga_mat", "herbal_tea", "bathrobe", "late_breakfast"),
            "base_rate": 7800,
        },
    ),
)
