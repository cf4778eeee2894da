"""People who are spoken of, in one word each."""

from autoforge_envs.users.people import PEOPLE, ROLES


def test_roles_are_some_of_what_people_are_called() -> None:
    assert len(frozenset(PEOPLE)) == len(PEOPLE)
    assert frozenset(ROLES) < frozenset(PEOPLE)


def test_verbs_and_words_for_anybody_are_no_roles() -> None:
    assert not {"contact", "person", "user"} & frozenset(ROLES)
