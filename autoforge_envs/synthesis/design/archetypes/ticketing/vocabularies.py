"""Ticketing: how a business of the kind may present itself."""

from autoforge_envs.synthesis.design.blocks import Vocabulary
from autoforge_envs.synthesis.design.nouns import Noun

VOCABULARIES = (
    Vocabulary(
        title="Northstage",
        about="which sells tickets for concerts. You sell, refund and upgrade tickets, and help "
        "people to sell them on or give them away.",
        nouns={
            "party": Noun("customer"),
            "deal": Noun("ticket"),
            "event": Noun("concert"),
            "venue": Noun("hall"),
            "section": Noun("block"),
        },
        words={
            "genres": ("jazz", "folk", "metal", "orchestra"),
            "section_names": ("standing", "balcony", "stalls", "box"),
            "section_places": {"standing": "in the standing area"},
            "venue_names": ("{} Arena", "Old Brewery {}", "{} Concert Hall"),
            "first": ("Velvet", "Paper", "Copper", "Northern", "Silent", "Broken", "Golden"),
            "last": ("Foxes", "Harbour", "Lanterns", "Sparrows", "Engines", "Orchard"),
            "base_price": 2400,
        },
    ),
    Vocabulary(
        title="Valley League Seats",
        about="the ticket office of a league of sports clubs. You sell, refund and upgrade "
        "tickets, and help people to sell them on or give them away.",
        nouns={
            "party": Noun("fan"),
            "deal": Noun("ticket"),
            "event": Noun("match", "matches"),
            "venue": Noun("stadium"),
            "section": Noun("stand"),
        },
        words={
            "genres": ("football", "handball", "ice_hockey", "basketball"),
            "section_names": ("curve", "north_side", "main_stand", "lounge"),
            "section_places": {"north_side": "on the north side"},
            "venue_names": ("{} Park", "{} Stadium", "{} Sports Hall"),
            "first": ("Rovers", "United", "Miners", "Harbour", "Falcons", "Royals", "Athletic"),
            "last": ("v Wanderers", "v Tigers", "v Mariners", "v City", "v Rangers", "v Comets"),
            "base_price": 1800,
        },
    ),
    Vocabulary(
        title="Lantern Theatres",
        about="a company with several theatres. You sell, refund and upgrade seats, and help "
        "people to sell them on or give them away.",
        nouns={
            "party": Noun("subscriber"),
            "deal": Noun("seat ticket"),
            "event": Noun("performance"),
            "venue": Noun("theatre"),
            "section": Noun("tier of seats", "tiers of seats"),
        },
        words={
            "genres": ("comedy", "drama", "ballet", "musical"),
            "section_names": ("gallery", "circle", "parquet", "front_row"),
            "section_places": {},
            "venue_names": ("Lantern {}", "{} Playhouse", "Little {} Stage"),
            "first": ("The Glass", "A Winter", "The Last", "Our Lost", "The Borrowed", "Midnight"),
            "last": ("Orchard", "Letters", "Heiress", "Carousel", "Garden", "Lighthouse"),
            "base_price": 2900,
        },
    ),
)
