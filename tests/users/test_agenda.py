"""Where a user stands in its script, and what of its facts is wanted there."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from autoforge_envs.domain.tasks import Fact, Request, UserScript
from autoforge_envs.users.agenda import Agenda
from autoforge_envs.users.questions import AT_HAND, LATER, TOLD, UNTOLD

FIRST = Fact("amount", "Money", "amount", 1000)
INSTEAD = Fact("new_amount", "Money", "new amount", 2000)
LAST = Fact("other_amount", "Money", "other amount", 7500)
EMAIL = Fact("email", "Email", "e-mail address", "ana.ruiz@example.com")


@pytest.fixture
def script() -> UserScript:
    requests = (
        Request("Please send 10.00.", "send_transfer", "Then move 20.00."),
        Request("Change my order to 75.00.", "change_order", None),
    )
    return UserScript("Ana", "friendly", "one_by_one", requests, (FIRST, INSTEAD, LAST, EMAIL))


def ranks(agenda: Agenda) -> list[int]:
    return [agenda.rank(fact) for fact in (FIRST, INSTEAD, LAST, EMAIL)]


def test_facts_are_wanted_when_their_wish_is_at_hand(script: UserScript) -> None:
    agenda = Agenda(script)
    assert ranks(agenda) == [AT_HAND, LATER, LATER, UNTOLD]
    agenda.note_told(EMAIL)
    assert agenda.fall_back()
    assert ranks(agenda) == [TOLD, AT_HAND, LATER, TOLD]
    assert agenda.go_on()
    assert ranks(agenda) == [TOLD, TOLD, AT_HAND, TOLD]


def test_where_all_wishes_are_named_at_once_all_is_told(script: UserScript) -> None:
    agenda = Agenda(replace(script, reveals="all_at_once"))
    assert ranks(agenda) == [TOLD, LATER, TOLD, UNTOLD]
    assert agenda.fall_back()
    assert ranks(agenda) == [TOLD, AT_HAND, TOLD, UNTOLD]


def test_the_wish_is_what_is_wanted_now(script: UserScript) -> None:
    agenda = Agenda(script)
    assert agenda.wish() == "Please send 10.00."
    assert "send transfer" in agenda.subject()
    agenda.fall_back()
    assert agenda.wish() == "Then move 20.00."
    agenda.go_on()
    assert agenda.wish() == "Change my order to 75.00."


def test_nobody_falls_back_or_insists_twice(script: UserScript) -> None:
    agenda = Agenda(script)
    assert agenda.insist()
    assert not agenda.insist()
    assert agenda.fall_back()
    assert not agenda.fall_back()
    assert not agenda.insist()
    assert agenda.go_on()
    assert not agenda.fall_back()
    assert agenda.insist()
    assert not agenda.go_on()


def test_a_saved_agenda_stands_where_it_stood(script: UserScript) -> None:
    agenda, other = Agenda(script), Agenda(script)
    agenda.note_told(EMAIL)
    agenda.fall_back()
    other.restore(agenda.save())
    assert ranks(other) == ranks(agenda)
    assert other.wish() == agenda.wish()
    assert other.fell_back


def test_what_stands_behind_a_name_to_come_is_to_come() -> None:
    own = Fact("name", "PersonName", "full name", "Ana")
    payee = Fact("new_name", "PersonName", "new full name", "Bo Li")
    number = Fact("account_number", "Label", "account number", "5220 1350 0866")
    requests = (
        Request("What is my balance?", "read_balance", None),
        Request("I have a new payee, Bo Li.", "add_payee", None),
        Request("Let Ana see it.", "add_proxy", None),
    )
    agenda = Agenda(UserScript("Ana", "curt", "one_by_one", requests, (own, payee, number)))
    assert [agenda.rank(fact) for fact in (own, payee, number)] == [UNTOLD, LATER, LATER]
    agenda.go_on()
    assert [agenda.rank(fact) for fact in (own, payee, number)] == [UNTOLD, AT_HAND, UNTOLD]


def test_a_wish_said_once_more_loses_what_leads_to_it(script: UserScript) -> None:
    wish = replace(script.requests[1], fallback="All right, something else: keep the old one.")
    agenda = Agenda(replace(script, requests=(wish,)))
    assert agenda.wish_once_more() == wish.text
    agenda.fall_back()
    assert agenda.wish_once_more() == "Keep the old one."


@pytest.mark.parametrize(
    "note", [Agenda.note_consent, Agenda.note_refusal, Agenda.note_information]
)
def test_a_wish_is_answered_by_a_yes_a_refusal_or_figures(
    note: Callable[[Agenda], None], script: UserScript
) -> None:
    agenda = Agenda(script)
    answered = [agenda.answered]
    note(agenda)
    answered.append(agenda.answered)
    agenda.go_on()
    assert [*answered, agenda.answered] == [False, True, False]
