"""How the scripted user says things, as its persona does."""

import json
from dataclasses import replace

import numpy
import pytest

from autoforge_envs.domain.tasks import Fact, Persona, Request, UserScript
from autoforge_envs.episode.messages import ToolCall
from autoforge_envs.users.voice import Voice
from tests.users.conversing import hear, say, start

EMAIL = Fact("email", "Email", "e-mail address", "ana.ruiz@example.com")
STREET = Fact("street", "StreetAddress", "street", "Elm Street 7")
CODE = Fact("postal_code", "PostalCode", "postal code", "04109")
TOWN = Fact("city", "City", "town", "Leipzig")


@pytest.fixture
def voice(script: UserScript, generator: numpy.random.Generator) -> Voice:
    return Voice(script, generator)


def test_the_parts_of_an_address_are_said_in_one_breath(voice: Voice) -> None:
    for _ in range(8):
        assert "Elm Street 7, 04109 Leipzig" in voice.say_group("answer", (STREET, CODE, TOWN))


def test_of_several_facts_each_is_named(voice: Voice) -> None:
    first, second = voice.say_groups([(EMAIL,), (STREET,)])
    assert "my e-mail address is ana.ruiz@example.com" in first.replace("My", "my")
    assert "the street" in second.lower()
    assert "Elm Street 7" in second


@pytest.mark.parametrize(
    ("things", "asking", "said"),
    [
        (["phone number"], "your phone number", "my phone number"),
        (["colour"], "what is the colour", "the colour"),
        (["name of your dog"], "the breed of it", "the name of my dog"),
        (["colour", "size", "age"], "your colour, size, age", "my colour, my size or my age"),
    ],
)
def test_what_is_not_known_is_named_with_whose_it_is(
    things: list[str], asking: str, said: str, voice: Voice
) -> None:
    for _ in range(8):
        assert said in voice.say_unknown(things, asking).replace("My", "my")


def test_an_option_is_written_large_where_it_begins(voice: Voice) -> None:
    said = {voice.say_option("by letter") for _ in range(8)}
    assert all(("By letter" in each) == each.startswith("By letter") for each in said)
    assert len(said) > 1


def test_a_saved_voice_goes_on_with_what_was_not_said(
    voice: Voice, script: UserScript, generator: numpy.random.Generator
) -> None:
    said = [voice.say("unknown"), voice.say("unknown")]
    other = Voice(script, generator)
    other.restore(json.loads(json.dumps(voice.save())))
    assert other.say("unknown") not in said


def test_the_same_seed_gives_the_same_words(script: UserScript) -> None:
    words = ["What is your e-mail address?", "Hm.", "Anything else?", "Anything else?"]
    one, other = start(script, seed=3), start(script, seed=3)
    assert [hear(one, each) for each in words] == [hear(other, each) for each in words]


def test_seeds_differ_in_their_words(script: UserScript) -> None:
    openings = {start(script, seed=seed).act(None) for seed in range(20)}
    assert len(openings) >= 4


@pytest.mark.parametrize("persona", ["friendly", "curt", "chatty", "anxious"])
def test_nobody_is_glad_of_a_refusal(persona: Persona, script: UserScript) -> None:
    glad = ("thank", "relief", "great", "lovely", "wonderful", "brilliant", "perfect", "good")
    refused = "I'm sorry, I cannot do that. Is there anything else?"
    requests = (script.requests[0], replace(script.requests[1], fallback=None))
    for seed in range(8):
        user = start(replace(script, persona=persona, requests=requests), seed=seed)
        said = say(user, refused)
        assert requests[1].text in said
        farewell = hear(user, refused)
        assert isinstance(farewell, ToolCall)
        for words in (said, str(farewell.arguments["farewell"])):
            assert not any(word in words.lower().replace("goodbye", "") for word in glad), words


@pytest.mark.parametrize("persona", ["friendly", "curt", "chatty", "anxious"])
def test_no_transition_is_said_twice_in_a_conversation(
    persona: Persona, script: UserScript
) -> None:
    requests = tuple(Request(f"Wish {at}.", "wish", None) for at in "abcdef")
    for seed in range(5):
        user = start(replace(script, persona=persona, requests=requests), seed=seed)
        said = [say(user, "That is done. Anything else?") for _ in requests[1:]]
        starts = [words.partition("Wish")[0] for words in said]
        assert len(set(starts)) == len(starts)


def test_another_persons_name_is_said_to_be_theirs(script: UserScript) -> None:
    wish = Request("Please add passenger Bo Li to my booking.", "add_passenger", None)
    facts = (*script.facts, Fact("new_name", "PersonName", "new full name", "Bo Li"))
    for seed in range(10):
        user = start(replace(script, facts=facts, requests=(wish,)), seed=seed)
        said = say(user, "What are the passenger's full name and your postal code?")
        assert "passenger's full name" in said
        assert "my full name" not in said.lower()
        assert "my new full name" not in said.lower()
