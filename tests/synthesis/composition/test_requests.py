"""Kinds of requests, each made on its own for customers of the shop and of the bookshop."""

from collections.abc import Iterator

import numpy
import pytest

from autoforge_envs.domain.conversation import DECLINE, HAND_OVER
from autoforge_envs.domain.loading import load_domain
from autoforge_envs.domain.reasoning import think
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.domain.tasks import Step
from autoforge_envs.synthesis.composition.composer import Composer
from autoforge_envs.synthesis.composition.entering import enter
from autoforge_envs.synthesis.composition.phrasebook import Phrasebook
from autoforge_envs.synthesis.composition.phrasing import Phrasing
from autoforge_envs.synthesis.composition.recipes import Maker
from autoforge_envs.synthesis.composition.requests.acting import ENOUGH_BARRED, act
from autoforge_envs.synthesis.composition.requests.batching import act_on_several
from autoforge_envs.synthesis.composition.requests.deciding import decide
from autoforge_envs.synthesis.composition.requests.errands import run_errand
from autoforge_envs.synthesis.composition.requests.falling_back import fall_back
from autoforge_envs.synthesis.composition.requests.handing_over import hand_over
from autoforge_envs.synthesis.composition.requests.inquiring import inquire
from autoforge_envs.synthesis.composition.requests.refusing import refuse
from autoforge_envs.synthesis.composition.requests.settling import settle
from autoforge_envs.synthesis.composition.scene import Scene, Wish
from autoforge_envs.synthesis.composition.walking.draft import Draft
from autoforge_envs.synthesis.composition.walking.seeking import Seeker
from autoforge_envs.synthesis.composition.walking.sources import Shown, Total
from autoforge_envs.synthesis.composition.walking.walk import Walk
from autoforge_envs.synthesis.composition.wording.speech import Speech
from tests.synthesis.composition.conftest import REPOSITORY

Made = tuple[Wish, list[Step]]
_RECKONINGS = ("count", "sum", "total", "maximum", "minimum")
"""What steps are called that count rows, add them up or compare their ends."""


def scenes(server: LocalServer, composer: Composer, count: int) -> Iterator[Scene]:
    """Begin tasks for several customers, each known already."""
    atlas = composer.atlas
    session = server.open_session("agent")
    try:
        walk = Walk(atlas, session)
        rows = atlas.rows[atlas.party]
        for number in range(count):
            generator = numpy.random.default_rng(number)
            walk.begin()
            speech = Speech(Phrasebook(), generator)
            party = rows[int(generator.integers(len(rows)))]
            draft = Draft(walk, speech, generator)
            seeker = Seeker(walk, party, generator)
            say = Phrasing(atlas, draft, speech)
            scene = Scene(atlas, walk, seeker, draft, speech, say, generator, party, [], [])
            if enter(scene):
                yield scene
    finally:
        session.close()


def make(server: LocalServer, composer: Composer, maker: Maker, count: int = 40) -> list[Made]:
    """Make one kind of request for many customers."""
    found = []
    for scene in scenes(server, composer, count):
        first = len(scene.draft.contents.steps)
        wish = maker(scene)
        if wish is not None:
            found.append((wish, scene.draft.contents.steps[first:]))
    return found


def writes(steps: list[Step], composer: Composer) -> list[Step]:
    tools = composer.atlas.tools
    return [step for step in steps if step.name in tools and tools[step.name].writes]


def test_a_customer_whom_one_rule_bars_from_everything_is_given_up_after_a_few_tools() -> None:
    server = LocalServer(load_domain(REPOSITORY / "generated" / "airline_v0"), in_memory=True)
    composer = Composer(server, 0)
    seen = {"frozen": 0, "normal": 0}
    for scene in scenes(server, composer, 60):
        wish = act(scene)
        if scene.party.standing == "frozen":
            seen["frozen"] += 1
            assert wish is None
            assert ENOUGH_BARRED <= len(scene.hopeless) < len(composer.atlas.acting_tools()) / 2
        else:
            seen["normal"] += wish is not None
    composer.close()
    server.close()
    assert seen["frozen"] >= 2
    assert seen["normal"] >= 30


def test_a_change_is_confirmed_and_its_row_described(
    retail_server: LocalServer, retail: Composer
) -> None:
    for wish, steps in make(retail_server, retail, act):
        (change,) = writes(steps, retail)
        assert change.confirm
        assert change.name == wish.intent
        assert wish.text


def test_what_is_forbidden_is_declined_on_the_ground_of_a_rule(
    retail_server: LocalServer, retail: Composer
) -> None:
    found = make(retail_server, retail, refuse)
    grounds = {steps[-1].arguments["rule"]["value"] for _, steps in found}
    assert all(steps[-1].name == DECLINE for _, steps in found)
    assert len(grounds) >= 4


def test_a_refusal_says_which_call_was_asked_for(
    retail_server: LocalServer, retail: Composer
) -> None:
    for wish, steps in make(retail_server, retail, refuse):
        tool = retail.atlas.tools[wish.intent]
        required = {parameter.name for parameter in tool.parameters if parameter.required}
        assert required <= steps[-1].declined.keys()


def test_an_amount_can_be_what_rows_come_to_together(
    retail_server: LocalServer, retail: Composer
) -> None:
    tool = retail.atlas.tools["grant_compensation"]
    found = 0
    for scene in scenes(retail_server, retail, 120):
        sources = scene.seeker.arguments(tool)
        total = (sources or {}).get("amount")
        if not isinstance(total, Total):
            continue
        found += 1
        place = scene.draft.express(total)
        assert scene.draft.contents.results[place["result"]] == total.value
        words = scene.say.words(tool, {"amount": total})["amount"].text
        assert words.startswith("the total ")
    assert found >= 5


def test_after_a_refusal_the_user_takes_something_else(
    retail_server: LocalServer, retail: Composer
) -> None:
    found = make(retail_server, retail, fall_back)
    assert len(found) >= 10
    for wish, steps in found:
        names = [step.name for step in steps if step.kind == "call"]
        assert wish.fallback
        assert names.index(DECLINE) < names.index(writes(steps, retail)[0].name)


def test_several_rows_are_changed_one_by_one(retail_server: LocalServer, retail: Composer) -> None:
    found = make(retail_server, retail, act_on_several)
    assert len(found) >= 5
    for wish, steps in found:
        keys = [str(step.arguments) for step in writes(steps, retail)]
        assert len(keys) == len(set(keys)) > 1
        assert "all" in wish.text or "both" in wish.text


def test_a_decision_depends_on_a_row(retail_server: LocalServer, retail: Composer) -> None:
    found = make(retail_server, retail, decide, count=80)
    assert len(found) >= 5
    for wish, steps in found:
        thoughts = {step.name for step in steps if step.kind == "think"}
        assert thoughts & {"equal", "at_least"}
        assert thoughts & {"choose", "not"}
        assert " if " in f" {wish.text.lower()}"
        assert "otherwise" in wish.text


def test_questions_are_answered_by_reasoning_on_rows(
    retail_server: LocalServer, retail: Composer
) -> None:
    found = make(retail_server, retail, inquire, count=60)
    thoughts = {step.name for _, steps in found for step in steps if step.kind == "think"}
    assert {"count", "sum", "difference", "days_between", "only"} <= thoughts
    assert all(steps[-1].kind == "tell" for _, steps in found)
    assert all(wish.outcome == "told" for wish, _ in found)


@pytest.mark.parametrize("maker", [inquire, decide])
def test_cancelled_rows_are_reckoned_in_only_by_that_word(maker: Maker) -> None:
    server = LocalServer(load_domain(REPOSITORY / "generated" / "instore_v0"), in_memory=True)
    composer = Composer(server, 0)
    reckonings = 0
    for scene in scenes(server, composer, 120):
        maker(scene)
        for step in scene.draft.contents.steps:
            if step.id.startswith(_RECKONINGS) and "over" in step.arguments:
                reckonings += 1
                named = "status" in step.arguments.get("where", {})
                assert named or not {"cancelled", "missed"} & statuses(scene, step)
    composer.close()
    server.close()
    assert reckonings >= 5


def test_a_change_of_all_rows_is_no_change_of_dead_ones() -> None:
    server = LocalServer(load_domain(REPOSITORY / "generated" / "clinic_v0"), in_memory=True)
    composer = Composer(server, 0)
    ends = 0
    for scene in scenes(server, composer, 150):
        if act_on_several(scene) is None:
            continue
        steps = scene.draft.contents.steps
        named = any("status" in step.arguments.get("where", {}) for step in steps)
        for step in steps:
            if step.id.startswith(("first", "last")):
                ends += 1
                row = scene.draft.contents.results[step.id]
                assert named or row.get("status") not in ("cancelled", "missed", "waived")
    composer.close()
    server.close()
    assert ends >= 20


def statuses(scene: Scene, step: Step) -> set[str]:
    """Return how the rows stand that a step reckons in."""
    kept = {name: step.arguments[name] for name in ("over", "where") if name in step.arguments}
    rows = think(Step("", "think", "filter", kept), scene.draft.contents.results, str)
    return {row.get("status", "") for row in rows}


def test_what_only_a_person_may_deal_with_is_handed_over(
    retail_server: LocalServer, retail: Composer
) -> None:
    found = make(retail_server, retail, hand_over, count=200)
    assert found
    assert all(steps[-1].name == HAND_OVER for _, steps in found)


def test_the_user_is_asked_to_use_their_own_hands(
    bookshop_server: LocalServer, bookshop: Composer
) -> None:
    found = make(bookshop_server, bookshop, run_errand)
    assert found
    assert all(any(step.kind == "ask_user" for step in steps) for _, steps in found)


def test_nothing_is_settled_where_nothing_has_changed(
    retail_server: LocalServer, retail: Composer
) -> None:
    assert not make(retail_server, retail, settle, count=10)


def test_a_request_that_is_not_made_leaves_nothing(
    retail_server: LocalServer, retail: Composer
) -> None:
    for scene in scenes(retail_server, retail, 40):
        steps = [*scene.draft.contents.steps]
        changes = scene.walk.session.difference()
        if hand_over(scene) is None:
            assert scene.draft.contents.steps == steps
            assert scene.walk.session.difference() == changes


@pytest.mark.parametrize("maker", [act, refuse, inquire])
def test_people_ask_in_many_ways(
    retail_server: LocalServer, retail: Composer, maker: Maker
) -> None:
    texts = [wish.text for wish, _ in make(retail_server, retail, maker)]
    assert len(set(texts)) >= 0.75 * len(texts)


def test_no_row_is_meant_by_what_it_was_looked_up_by() -> None:
    server = LocalServer(load_domain(REPOSITORY / "generated" / "airline_v0"), in_memory=True)
    composer = Composer(server, 0)
    bookings = composer.atlas.tools["add_passenger"].parameters[0]
    found = 0
    for scene in scenes(server, composer, 60):
        for source in (each for _ in range(5) for each in scene.seeker.keys(bookings, [], 0)):
            assert isinstance(source, Shown)
            assert source.value not in source.look.values.values()
            found += 1
    composer.close()
    server.close()
    assert found >= 100


def test_a_name_that_no_other_row_has_says_all() -> None:
    server = LocalServer(load_domain(REPOSITORY / "generated" / "subscriptions_v0"), in_memory=True)
    composer = Composer(server, 0)
    tool = composer.atlas.tools["book_add_on"]
    said: dict[bool, list[str]] = {True: [], False: []}
    for scene in scenes(server, composer, 60):
        shown = (scene.seeker.arguments(tool) or {}).get("add_on_id")
        if isinstance(shown, Shown):
            scene.draft.express(shown)
            description = scene.say.description(shown)
            atoms = description.atoms if description is not None else ()
            is_named = [atom.field.name for atom in atoms] == ["name"]
            said[is_named].append(scene.say.row_words(shown))
    composer.close()
    server.close()
    assert len(said[True]) >= 3 and not any(" same " in words for words in said[True])
    assert any(words.endswith(" of the same kind") for words in said[False])
