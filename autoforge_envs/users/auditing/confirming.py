"""A user's yes and no: whether the signal came when it should, and to the right details.

Who is asked for a yes and wants what is proposed gives the signal. Whoever says something else
without asking, explaining or correcting anything has said yes in words only, or no for no reason;
no list of what people say is needed to see that, only to tell the two apart.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from autoforge_envs.domain.tasks import UserScript
from autoforge_envs.users.auditing.certainty import Rule
from autoforge_envs.users.auditing.sentences import BLANK, Sentence
from autoforge_envs.users.auditing.turns import UserTurn
from autoforge_envs.users.read_backs import misquoted_fact
from autoforge_envs.users.understanding import understand
from autoforge_envs.users.vocabulary import COMMON_WORDS, content_stems, words_of

NOTHING_TO_CONFIRM = "nothing to confirm"
DENIED = "deny"
ONLY_WORDS = "yes"

_REASON = 3
"""Content words with which a "no" gives a reason of its own."""

_RELATED_REASON = 2
"""Content words with which it does so if script or agent have given them."""

_ONCE_MORE = 1
"""Content words of a message that does nothing but ask once more."""

_NEGATIVE = re.compile(
    r"\b(?:no|nope|nah|not|never|none|nothing|neither|nein|non|negative|stop|wait|cancel|instead|"
    r"wrong|leave (?:it|that|everything)|rather|hold|forget|refuse|reject|disagree|against|mind|"
    r"scrap|drop|skip|abort|undo|back)\b|n't\b"
)
_POSITIVE = re.compile(
    r"\b(?:aye|ja|oui|sì|agree|agreed|affirmative|ahead|approved?|certainly|confirm(?:ed)?|deal|do|"
    r"definitely|fine|glad|gladly|good|granted|great|happy|may|means|naturally|okay|perfect|please|"
    r"proceed|sounds?|suits?|sure|works?|make it so|carry on)\b|👍|✅"
)
"""What is neither this nor negative is no consent, and counts as a no."""

_NO_OBJECTION = re.compile(r"\b(?:no (?:objections?|problem|worries)|why not)\b")
_DENIAL = re.compile(
    r"^\W*(?:no|nope|nah|stop|absolutely not|certainly not|don't|do not|never|wrong|not)\b"
)
_ASSENT = re.compile(
    r"^\W*(?:yes|yeah|yep|yup|correct|exactly|sounds good|please do|go ahead|absolutely|"
    r"that's (?:right|correct)|do it)\b"
)
_MILD_ASSENT = re.compile(r"^\W*(?:sure|right|ok|okay|fine|of course)\b")
_ASKS_BACK = re.compile(
    r"\?|, (?:(?:is|isn't|was|does|doesn't) (?:it|that)|(?:are|aren't|do|don't) they)\W*$"
)
_PUTS_OFF = re.compile(
    r"\b(?:(?:one|a|another|give me a|just a) (?:moment|minute|second|sec)|let me (?:see|think|"
    r"check|look|ask|get)|hang on|hold on|bear with me|not sure|unsure|(?:have|need|want) to "
    r"(?:think|check|look|ask)|(?:don't|do not) (?:know|understand|have)|no idea)\b"
)


def confirmation_error(
    turn: UserTurn, sentences: Sequence[Sentence], script: UserScript, before: str = ""
) -> str | None:
    """Return what is wrong with a user's yes or no: a fact's name, or one of the subjects above.

    Args:
        turn: What the user did.
        sentences: Its words, cut up.
        script: What it wants and knows.
        before: What the agent had said before its last message.
    """
    asked = understand(turn.prompt)
    if turn.confirmed:
        wrong = misquoted_fact(asked, script.facts)
        if wrong is not None:
            return wrong.name
        return None if asked.asks or asked.asks_confirmation else NOTHING_TO_CONFIRM
    if not asked.asks_confirmation or asked.closes or turn.hung_up or turn.calls:
        return None
    if misquoted_fact(asked, script.facts) is not None:
        return None
    return _without_signal(turn, sentences, script, _proposal(turn.prompt, before))


def confirmation_rule(subject: str, words: str) -> Rule:
    """Tell how a wrong yes or no was seen.

    Args:
        subject: What `confirmation_error` has returned.
        words: All that the user said with it.
    """
    if subject == NOTHING_TO_CONFIRM:
        return "nothing_to_confirm"
    if subject not in (ONLY_WORDS, DENIED):
        return "wrong_read_back"
    low = words.lower().replace("’", "'")
    if _ASKS_BACK.search(low) or _PUTS_OFF.search(low):
        return "vague_yes_or_no"
    plain = any(each.search(low) for each in (_ASSENT, _MILD_ASSENT, _POSITIVE, _NEGATIVE))
    return "plain_yes_or_no" if plain else "odd_yes_or_no"


def _proposal(prompt: str, before: str) -> str:
    """Return what the agent proposes: what it said before if it only asks once more."""
    return prompt if len(content_stems(prompt)) > _ONCE_MORE else f"{before} {prompt}"


def _without_signal(
    turn: UserTurn, sentences: Sequence[Sentence], script: UserScript, proposal: str
) -> str | None:
    low = turn.words.lower().replace("’", "'")
    denies = _DENIAL.search(low) is not None
    mildly = _MILD_ASSENT.search(low) is not None and not _ASKS_BACK.search(low)
    if not denies and (mildly or _ASSENT.search(low)):
        return ONLY_WORDS
    if not low or _ASKS_BACK.search(low) or _PUTS_OFF.search(low):
        return None
    if any(BLANK in sentence.rest or sentence.tokens for sentence in sentences):
        return None
    content = [word for word in words_of(low) if word not in COMMON_WORDS]
    if _NO_OBJECTION.search(low):
        return ONLY_WORDS
    negative = denies or _NEGATIVE.search(low) is not None or not _POSITIVE.search(low)
    novel = {word for sentence in sentences for word in sentence.novel}
    related = sum(word not in novel for word in content)
    explains = len(content) >= _REASON or related >= _RELATED_REASON
    if explains or (negative and not _is_wanted(proposal, script)):
        return None
    return DENIED if negative else ONLY_WORDS


def _is_wanted(prompt: str, script: UserScript) -> bool:
    """Tell whether what is proposed is about what the user wants, by its words or its tool."""
    said = frozenset(words_of(prompt))
    if any(said.issuperset(words_of(r.intent.replace("_", " "))) for r in script.requests):
        return True
    return not _wanted(script).isdisjoint(content_stems(prompt))


@lru_cache(maxsize=1024)
def _wanted(script: UserScript) -> frozenset[str]:
    """Return what a user's requests are about, by their words and by their tools' names."""
    texts = [
        text for each in script.requests for text in (each.text, each.fallback, each.intent) if text
    ]
    return frozenset[str]().union(*(content_stems(text.replace("_", " ")) for text in texts))
