"""Appointments: how a business of the kind may present itself."""

from autoforge_envs.synthesis.design.blocks import Vocabulary
from autoforge_envs.synthesis.design.nouns import Noun

VOCABULARIES = (
    Vocabulary(
        title="Maple Court Clinic",
        about="a clinic with several houses. You book, move and cancel appointments, see to "
        "referrals and refills, and settle charges.",
        nouns={
            "party": Noun("patient"),
            "staff": Noun("practitioner"),
            "item": Noun("treatment"),
            "deal": Noun("appointment"),
            "dependant": Noun("child", "children"),
            "pharmacy": Noun("pharmacy", "pharmacies"),
        },
        words={
            "dependants_percent": 25,
            "dependant_kinds": ("daughter", "son", "foster_child"),
            "dependant_years": 17,
            "dependant_names": ("Ada", "Bruno", "Clara", "Dario", "Elin", "Femke", "Gil", "Hanna"),
            "specialities": ("general", "skin", "heart", "eyes", "bones"),
            "speciality_words": {"eyes": "eye", "bones": "bone"},
            "services": ("check-up", "consultation", "follow-up", "screening", "procedure"),
            "products": ("Amalin 20 mg", "Bexofen gel", "Corvatal 5 mg", "Dermisol cream"),
        },
    ),
    Vocabulary(
        title="Four Paws Practice",
        about="a veterinary practice with several houses. You book, move and cancel visits for "
        "pets, see to referrals and refills, and settle charges.",
        nouns={
            "party": Noun("keeper"),
            "staff": Noun("veterinarian"),
            "item": Noun("service"),
            "deal": Noun("visit"),
            "dependant": Noun("pet"),
            "pharmacy": Noun("dispensary", "dispensaries"),
        },
        words={
            "dependants_percent": 100,
            "dependant_kinds": ("dog", "cat", "rabbit", "parrot", "tortoise"),
            "dependant_years": 13,
            "dependant_names": ("Biscuit", "Cleo", "Dash", "Fig", "Juno", "Moss", "Pepper", "Roo"),
            "specialities": ("general", "dental", "surgery", "behaviour"),
            "speciality_words": {},
            "services": ("check", "consultation", "vaccination", "cleaning", "operation"),
            "products": ("Flexapaw chews", "Calmadol drops", "Vermex tablets", "Otorin drops"),
        },
    ),
    Vocabulary(
        title="Clear View Eye Care",
        about="opticians with several shops. You book, move and cancel sessions, see to "
        "referrals and lens refills, and settle charges.",
        nouns={
            "party": Noun("client"),
            "staff": Noun("optometrist"),
            "item": Noun("examination"),
            "deal": Noun("session"),
            "dependant": Noun("relative"),
            "pharmacy": Noun("pick-up desk"),
        },
        words={
            "dependants_percent": 40,
            "dependant_kinds": ("child", "parent", "partner"),
            "dependant_years": 80,
            "dependant_names": ("Alma", "Basil", "Cyril", "Doris", "Edgar", "Flora", "Ivy", "Otto"),
            "specialities": ("sight_test", "contact_lenses", "children", "retina"),
            "speciality_words": {"contact_lenses": "contact lens", "children": "paediatric"},
            "services": ("test", "fitting", "check", "scan", "consultation"),
            "products": ("Aqualens monthly", "Brightlens daily", "Nocturna toric", "Soft Day"),
        },
    ),
)
