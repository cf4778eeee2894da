"""Delivery: how a business of the kind may present itself."""

from autoforge_envs.synthesis.design.blocks import Vocabulary
from autoforge_envs.synthesis.design.nouns import Noun

VOCABULARIES = (
    Vocabulary(
        title="Copperpan",
        about="which brings food from restaurants. You take and change orders, redirect riders, "
        "and make up for what went wrong.",
        nouns={
            "party": Noun("customer"),
            "deal": Noun("order"),
            "shop": Noun("restaurant"),
            "meal": Noun("dish", "dishes"),
            "rider": Noun("rider"),
        },
        words={
            "cuisines": ("thai", "lebanese", "pizza", "vegan"),
            "shop_names": ("{} Spoon", "Little {}", "{} Corner", "Casa {}"),
            "shop_words_list": ("Basil", "Saffron", "Olive", "Mango", "Lemon", "Pepper"),
            "meal_names": (
                "Green Curry",
                "Falafel Plate",
                "Margherita",
                "Lentil Soup",
                "Noodle Bowl",
                "Stuffed Peppers",
                "Mushroom Risotto",
                "Garden Salad",
                "Fish Cakes",
                "Rice Pudding",
                "Spring Rolls",
                "Aubergine Stew",
                "Walnut Pie",
                "Garlic Bread",
            ),
            "base_price": 650,
        },
    ),
    Vocabulary(
        title="Basketway",
        about="which brings groceries from shops nearby. You take and change baskets, redirect "
        "couriers, and make up for what went wrong.",
        nouns={
            "party": Noun("member"),
            "deal": Noun("basket"),
            "shop": Noun("shop"),
            "meal": Noun("product"),
            "rider": Noun("courier"),
        },
        words={
            "cuisines": ("bakery", "greengrocer", "deli", "corner_shop"),
            "shop_names": ("{} Market", "Old {} Stores", "{} and Daughters", "{} Pantry"),
            "shop_words_list": ("Alder", "Bramble", "Clover", "Hazel", "Juniper", "Rowan"),
            "meal_names": (
                "Rye Loaf",
                "Oat Biscuits",
                "Goat Cheese",
                "Free-range Eggs",
                "Tomato Box",
                "Apple Juice",
                "Walnut Oil",
                "Smoked Trout",
                "Butter",
                "Potato Bag",
                "Honey Jar",
                "Prawn Salad",
                "Muesli",
                "Cherry Jam",
            ),
            "base_price": 320,
        },
    ),
    Vocabulary(
        title="Noon Canteen",
        about="which brings lunch to offices. You take and change lunch orders, redirect runners, "
        "and make up for what went wrong.",
        nouns={
            "party": Noun("client"),
            "deal": Noun("lunch order"),
            "shop": Noun("kitchen"),
            "meal": Noun("lunch", "lunches"),
            "rider": Noun("runner"),
        },
        words={
            "cuisines": ("salads", "sandwiches", "hot_meals", "sushi"),
            "shop_names": ("{} Kitchen", "The {} Table", "{} Lunchroom", "Fresh {}"),
            "shop_words_list": ("Harbour", "Station", "Garden", "Tower", "Bridge", "Mill"),
            "meal_names": (
                "Bean Chili",
                "Chicken Wrap",
                "Salmon Maki",
                "Quinoa Salad",
                "Club Sandwich",
                "Pasta al Forno",
                "Tofu Bowl",
                "Pea Soup",
                "Prawn Roll",
                "Cheese Tart",
                "Nut Roast",
                "Potato Salad",
                "Egg Sandwich",
                "Fruit Cup",
            ),
            "base_price": 540,
        },
    ),
)
