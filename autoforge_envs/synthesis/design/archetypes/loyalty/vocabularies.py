"""Loyalty: how a business of the kind may present itself."""

from autoforge_envs.synthesis.design.blocks import Vocabulary
from autoforge_envs.synthesis.design.nouns import Noun

_WORK = "You exchange, credit, give away and prolong points, and see to cards."


VOCABULARIES = (
    Vocabulary(
        title="Daisy Points",
        about=f"a bonus programme of shops, petrol stations and cafes. {_WORK}",
        nouns={"party": Noun("member"), "item": Noun("reward"), "deal": Noun("reward order")},
        words={
            "categories": ("kitchen", "garden", "toys", "travel", "sport"),
            "personal_category": "travel",
            "partner_kinds": ("supermarket", "petrol_station", "cafe", "pharmacy"),
            "goods": ("starter set", "premium set", "weekend set", "gift set", "classic", "deluxe"),
            "partner_names": ("Greenbasket", "Fuelpoint", "Beanery", "Mercado", "Rosa", "Halter"),
        },
    ),
    Vocabulary(
        title="Cirrus Miles Club",
        about=f"a club of frequent travellers and the partners of their airline. {_WORK}",
        nouns={
            "party": Noun("traveller"),
            "item": Noun("benefit"),
            "deal": Noun("redemption"),
        },
        words={
            "categories": ("upgrade", "lounge", "luggage", "journey", "hotel"),
            "personal_category": "journey",
            "partner_kinds": ("airline", "hotel_chain", "car_rental", "railway"),
            "goods": ("short haul", "long haul", "for two", "weekend", "family", "all year"),
            "partner_names": ("Altair", "Bluebird", "Corona", "Drift", "Equator", "Fjord"),
        },
    ),
    Vocabulary(
        title="Bookworm Circle",
        about=f"a club of readers that bookshops, theatres and museums belong to. {_WORK}",
        nouns={"party": Noun("friend"), "item": Noun("gift"), "deal": Noun("gift order")},
        words={
            "categories": ("book", "concert", "exhibition", "tour", "stationery"),
            "personal_category": "tour",
            "partner_kinds": ("bookshop", "theatre", "museum", "cinema"),
            "goods": ("small one", "big one", "for two", "for families", "signed", "members only"),
            "partner_names": ("Aldine", "Bodoni", "Caslon", "Didot", "Elzevir", "Garamond"),
        },
    ),
)
