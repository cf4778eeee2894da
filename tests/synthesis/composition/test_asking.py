"""Requests: an intent with its slots filled, as a customer would say it."""

from dataclasses import replace

import numpy
import pytest

from autoforge_envs.domain.tools import Tool
from autoforge_envs.synthesis.composition.composer import Composer
from autoforge_envs.synthesis.composition.phrasebook import Phrasebook
from autoforge_envs.synthesis.composition.wording.agreement import agreed
from autoforge_envs.synthesis.composition.wording.asking import Spoken, ask, wish_of
from autoforge_envs.synthesis.composition.wording.speech import Speech
from autoforge_envs.synthesis.exploration import AnyTool

ROW = Spoken("my latest order", "row", "order")


def speech(phrasebook: Phrasebook | None = None) -> Speech:
    return Speech(phrasebook or Phrasebook(), numpy.random.default_rng(0))


@pytest.fixture(scope="module")
def tools(retail: Composer) -> dict[str, AnyTool]:
    assert all(isinstance(each, Tool) for each in retail.atlas.tools.values())
    return retail.atlas.tools


def test_a_row_takes_the_place_of_its_noun(tools: dict[str, AnyTool]) -> None:
    assert wish_of(tools["cancel_order"], {"order_id": ROW})[0] == "cancel my latest order"


def test_what_is_held_back_is_left_open(tools: dict[str, AnyTool]) -> None:
    code = Spoken("THAW10", "value", "code", held_back=True, semantic="Label")
    wish, _, _ = wish_of(tools["apply_voucher"], {"order_id": ROW, "code": code})
    assert wish == "use a voucher for my latest order"


def test_an_address_that_is_held_back_is_another_address(tools: dict[str, AnyTool]) -> None:
    words = {
        name: Spoken("x", "value", name, held_back=True, semantic="StreetAddress")
        for name in ("street", "postal_code", "city", "country")
    }
    wish, _, _ = wish_of(tools["change_delivery_address"], {"order_id": ROW, **words})
    assert wish == "send my latest order to another address"


def test_what_the_intent_has_no_place_for_is_said_after_it(tools: dict[str, AnyTool]) -> None:
    reason = Spoken("too slow", "choice", "reason")
    text = ask(speech(), tools["cancel_order"], {"order_id": ROW, "reason": reason})
    assert text.endswith("Reason: too slow.")


def test_a_phrasebook_has_the_first_word(tools: dict[str, AnyTool]) -> None:
    book = Phrasebook(requests={"cancel_order": ("I have to call off {order_id}, {reason}.",)})
    reason = Spoken("it takes too long", "clause", "reason")
    text = ask(speech(book), tools["cancel_order"], {"order_id": ROW, "reason": reason})
    assert text == "I have to call off my latest order, it takes too long."


def test_several_rows_need_a_sentence_that_suits_them(tools: dict[str, AnyTool]) -> None:
    book = Phrasebook(requests={"cancel_order": ("{order_id} is not what I want.",)})
    both = Spoken("both of my orders", "row", "order", is_plural=True)
    text = ask(speech(book), tools["cancel_order"], {"order_id": both})
    assert "cancel both of my orders" in text


def test_it_stands_before_a_particle() -> None:
    tool = _tool_with_intent("call off {order_id}")
    assert wish_of(tool, {"order_id": Spoken("it", "row")})[0] == "call it off"


def _tool_with_intent(intent: str, *names: str) -> AnyTool:
    class Semantic:
        references = "Order"

    class Parameter:
        semantic = Semantic()

        def __init__(self, name: str) -> None:
            self.name = name

    class Stub:
        name = "call_off"
        parameters = tuple(Parameter(name) for name in names or ("order_id",))

    Stub.intent = intent  # type: ignore[attr-defined]
    return Stub()  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("intent", "label", "wish"),
    [
        ("sell {order_id} packs of points", "packs", "sell some packs of points"),
        ("send back {order_id} of my mugs", "quantity", "send back some of my mugs"),
        ("book a table for {order_id}", "guests", "book a table"),
        ("plan a trip for {order_id} people", "number of people", "plan a trip for some people"),
        ("keep {order_id} in stock", "number", "keep a certain number in stock"),
        ("come at noon, for {order_id}", "guests", "come at noon"),
        ("change it to {order_id} guests", "guests", "change it to another number of guests"),
        ("set the number of us to {order_id}", "guests", "set the number of us to another number"),
        ("make it {order_id} pieces", "quantity", "make it some pieces"),
    ],
)
def test_a_number_that_is_held_back_is_some(intent: str, label: str, wish: str) -> None:
    spoken = Spoken("4", "value", label, held_back=True, semantic="Quantity")
    assert wish_of(_tool_with_intent(intent), {"order_id": spoken})[0] == wish


@pytest.mark.parametrize(
    ("intent", "wish"),
    [
        ("send {order_id} from my account", "send some money from my account"),
        ("pay {order_id} of my credit out", "pay part of my credit out"),
        ("give a credit of {order_id} for my stay", "give a credit for my stay"),
        ("set the limit to {order_id}", "set the limit to another amount"),
        ("raise the cover by {order_id}", "raise the cover"),
    ],
)
def test_an_amount_that_is_held_back_is_left_open(intent: str, wish: str) -> None:
    spoken = Spoken("4.00", "value", "amount", held_back=True, semantic="Money")
    assert wish_of(_tool_with_intent(intent), {"order_id": spoken})[0] == wish


def test_nobody_wants_some_of_one_thing() -> None:
    spoken = Spoken("two", "value", "quantity", held_back=True, semantic="Quantity")
    tool = _tool_with_intent("order {order_id} of mug {mug_id}")
    assert wish_of(tool, {"order_id": spoken})[0] == "order two of mug {mug_id}"


def test_an_adjective_that_is_held_back_is_left_out() -> None:
    colour = Spoken("red", "value", "colour", held_back=True, semantic="Label")
    tool = _tool_with_intent("paint the {order_id} bicycle")
    assert wish_of(tool, {"order_id": colour})[0] == "paint the bicycle"


def test_a_value_that_is_held_back_may_be_the_first_thing_said() -> None:
    tool = _tool_with_intent("{size} {kind} {colour} painted", "size", "kind", "colour")
    colour = Spoken("red", "value", "colour", held_back=True, semantic="Label")
    assert wish_of(tool, {"colour": colour})[0] == "a colour painted"


def test_an_article_goes_with_the_word_behind_it() -> None:
    tool = _tool_with_intent("report a {order_id} repair")
    trade = Spoken("electrical", "choice", "trade", semantic="Choice")
    assert wish_of(tool, {"order_id": trade})[0] == "report an electrical repair"


def test_somebody_is_no_it() -> None:
    tool = _tool_with_intent("call off {order_id}")
    guest = Spoken("my guest", "row", is_person=True)
    assert wish_of(tool, {"order_id": replace(guest, text=guest.again)})[0] == "call them off"


@pytest.mark.parametrize(
    ("sentence", "right"),
    [
        ("It was 2 day(s) ago, not 1 day(s).", "It was 2 days ago, not 1 day."),
        ("One helmet(s), then 3 helmet(s).", "One helmet, then 3 helmets."),
        ("We are one people, for 1 nights.", "We are one person, for 1 night."),
        ("1 parking spaces, one cubic metres.", "1 parking space, one cubic metre."),
        ("1 of us want to come.", "1 of us wants to come."),
        ("I want my van that I brought back back.", "I want my van that I brought back."),
        ("One lesson, 1 lens and one user.", "One lesson, 1 lens and one user."),
        ("It's a apprentice in a uniform.", "It's an apprentice in a uniform."),
    ],
)
def test_words_agree_with_what_their_slots_were_given(sentence: str, right: str) -> None:
    assert agreed(sentence) == right


def test_one_of_something_is_no_plural() -> None:
    tool = _tool_with_intent("stay {order_id} nights")
    one = Spoken("one", "value", "nights", semantic="Quantity")
    assert wish_of(tool, {"order_id": one})[0] == "stay one night"
