"""Lists, forms and pictures of messages, and what is asked for in them."""

import time

import pytest

from autoforge_envs.users.asked_facts import asked_facts
from autoforge_envs.users.choices import offered_options
from autoforge_envs.users.layout import lay_out
from autoforge_envs.users.understanding import understand
from benchmarks.understanding import FACTS

NAME_CODE_SECRET = ["name", "postal_code", "secret"]


def names(text: str) -> list[str]:
    return [fact.name for fact in asked_facts(understand(text), FACTS)]


@pytest.mark.parametrize(
    "text",
    [
        "To get started, I'll need:\n1️⃣ Your full name\n2️⃣ Your postal code\n3️⃣ Your service code",
        "I'm still missing the first three items:\n1️⃣ full name\n2️⃣ postal code\n3️⃣ service code",
        "I'll need: 1️⃣ full name 2️⃣ postal code 3️⃣ service code",
        "Please provide:\n① full name\n② postal code\n③ service code",
        "Please provide:\n🔹 **Full name**\n🔹 **Postal code**\n🔹 **Service code**",
        "Please provide:\n– full name\n– postal code\n– service code",
        "Please provide:\n→ full name\n→ postal code\n→ service code",
        "Please provide:\n☐ full name\n☐ postal code\n☐ service code",
        "Please provide:\nA. full name\nB. postal code\nC. service code",
        "Please provide: 👇\n📛 Full name\n📮 Postal code\n🔐 Service code",
        "Please provide:\n1. 📛 **Full name**\n2. 📮 **Postal code**\n3. 🔐 **Service code**",
        "Please provide:\nFull name\nPostal code\nService code",
        "Please reply with:\n- **full name** – as registered\n- postal code\n- service code",
        "Fine!\n\n**Full name:**\n**Postal code:**\n**Service code:**\n\nPlease fill in.",
    ],
)
def test_lists_ask_with_whatever_marks(text: str) -> None:
    assert names(text) == NAME_CODE_SECRET


@pytest.mark.parametrize(
    "rows",
    [
        "| Detail | Value |\n|---|---|\n| Full name | as on file |\n| Postal code | |\n"
        "| Service code | ... |",
        "| # | I need |\n|:-:|---|\n| 1 | Full name |\n| 2 | Postal code |\n| 3 | Service code |",
        "| Full name |\n| Postal code |\n| Service code |",
    ],
)
def test_a_table_to_be_filled_in_asks_for_its_rows(rows: str) -> None:
    assert names(f"{rows}\n\nCould you share these details with me?") == NAME_CODE_SECRET


def test_a_table_of_values_asks_for_nothing() -> None:
    table = "| Field | Value |\n|---|---|\n| Postal code | 04109 |\n| Order | OR-10 |"
    assert names(f"{table}\n\nWhat is your service code?") == ["secret"]


def test_what_is_ticked_off_asks_for_nothing() -> None:
    done = "✅ Postal code changed.\n✅ E-mail address changed."
    assert names(f"Thank you!\n\n{done}\n\nWhat is your service code?") == ["secret"]


@pytest.mark.parametrize("title", ["### 📋 What I'll do", "**What I found**", "## How it works"])
def test_a_heading_asks_nothing(title: str) -> None:
    assert not understand(f"{title}\n- Order OR-10 goes to Leipzig.").asks
    assert understand("### What is your PIN?").asks


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("Which size?\n1. small (30.30)\n2. large (40.40)", ("small", "large")),
        ("Which size? 1. small (fee: 30.30) 2. large", ("small", "large")),
        ("Which topic fits best?\n\n1️⃣ Quality\n2️⃣ Delay", ("quality", "delay")),
        ("Which topic?\n1. 💳 **Price**\n2. 🔁 **Delay**", ("price", "delay")),
    ],
)
def test_an_item_begins_with_its_number_and_not_with_an_amount(
    text: str, options: tuple[str, ...]
) -> None:
    assert offered_options(understand(text)) == options


def test_what_follows_a_colon_is_one_sentence_with_it() -> None:
    assert [each.text for each in understand("Total: 49.90 for 2 pieces").sentences] == [
        "total: 49.90 for 2 pieces"
    ]


def test_pictures_are_taken_off() -> None:
    assert lay_out("yes ✈️ done 👍🏽") == "yes done "


@pytest.mark.parametrize("fragment", ["| ", "✅ ", "a:\n", "1️⃣ ", "**what ", "- \n", "#", " "])
def test_endless_repetition_is_laid_out_in_time(fragment: str) -> None:
    start = time.process_time()
    lay_out(fragment * 4_000)
    assert time.process_time() - start < 0.5
