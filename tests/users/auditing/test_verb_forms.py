"""Forms of verbs that do not begin alike."""

from autoforge_envs.domain.tasks import Request, UserScript
from autoforge_envs.users.auditing.sentences import Heard, sentences_of, vocabulary_of
from autoforge_envs.users.auditing.verb_forms import forms


def test_a_form_comes_with_its_verb() -> None:
    assert forms("sent") == ("sent", "send")
    assert forms("send") == ("send",)


def test_another_form_of_a_verb_in_the_instructions_is_no_new_word() -> None:
    wish = Request("I'd like my parcel sent again.", "send_again", None)
    vocabulary = vocabulary_of(UserScript("Ana", "curt", "one_by_one", (wish,), ()))
    (sentence,) = sentences_of("Send the parcel again.", vocabulary, Heard())
    assert sentence.novel == ()
