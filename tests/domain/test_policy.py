"""The policy document and the card say what the rules and tools say."""

from dataclasses import replace

from autoforge_envs.domain.card import write_card
from autoforge_envs.domain.domain import Domain
from autoforge_envs.domain.policy import MAX_NAMED, write_policy


def test_the_policy_document_holds_every_rule_with_its_name(bookshop: Domain) -> None:
    document = write_policy(bookshop)
    assert document == bookshop.contents.policy_document
    procedure, _, grounds = document.partition("## Rules")
    for rule in bookshop.rules:
        tools = ", ".join(f"`{name}`" for name in rule.before)
        line = f"- `{rule.name}` ({tools}): {rule.sentence}\n"
        assert (line in grounds, line in procedure) == (rule.declinable, not rule.declinable)


def test_a_rule_about_many_tools_names_none(bookshop: Domain) -> None:
    broad = replace(bookshop.rules[0], before=tuple(f"tool_{at}" for at in range(MAX_NAMED + 1)))
    document = write_policy(replace(bookshop, rules=(broad,)))
    assert f"- `{broad.name}`: {broad.sentence}\n" in document


def test_the_policy_document_says_what_the_customer_can_do_and_what_time_it_is(
    bookshop: Domain,
) -> None:
    document = write_policy(bookshop)
    assert "The current time is 2026-03-02 09:00:00." in document
    assert "- restart the e-reader {reader_id}: Hold the power button for ten seconds." in document
    assert "yes, I confirm" not in document


def test_a_domain_without_rules_or_user_tools_has_no_such_sections(bookshop: Domain) -> None:
    tools = tuple(tool for tool in bookshop.tools if tool.caller == "agent")
    document = write_policy(replace(bookshop, rules=(), tools=tools))
    for heading in ("## Procedure", "## Rules", "## What the customer can do"):
        assert heading not in document


def test_nothing_that_judges_an_episode_is_in_the_policy_document(bookshop: Domain) -> None:
    document = write_policy(bookshop)
    for task in bookshop.contents.tasks:
        assert task.id not in document
        for fact in task.user.facts:
            assert str(fact.value) not in document or len(str(fact.value)) < 3


def test_the_card_tells_tables_tools_rules_and_an_example(bookshop: Domain) -> None:
    card = write_card(bookshop)
    headings = [line for line in card.splitlines() if line.startswith("## ")]
    assert headings == [
        "## Description", "## Action Space", "## Observation Space", "## Starting State",
        "## Rewards", "## Rules", "## Episode End", "## Example", "## Version History",
    ]  # fmt: skip
    for tool in bookshop.tools:
        assert f"`{tool.name}(" in card
    for kind in bookshop.record_types[5:]:
        assert f"    {kind.model.__name__} {{" in card
    assert "    Customer ||--o{ Order : customer_id" in card
    assert 'gymnasium.make("autoforge/bookshop-v0")' in card
