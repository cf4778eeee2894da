"""Which findings of the audit are certain, and which are only suspected.

Certain is what rests on comparing: a value with the fact it stands for, a yes with what was read
back, an act with what was asked, the requests with all that was said; so are a value put on record
under a name of its own, and a service asked for when every request is accounted for. Suspected is
what rests on the words in which somebody talks. Among users who read their instructions out a
suspicion is as good as certain; users who talk freely arouse them by small talk.
"""

from typing import Literal, get_args

CertainRule = Literal[
    "labelled_value",  # beside a fact's label, of its type, and not its value
    "labelled_words",  # joined to a fact's label by "is" and the like, and not its value
    "altered_sentence",  # a sentence of the instructions, said with another value
    "value_in_part",  # some words of a fact's value, and others
    "nearly_the_value",  # much like a fact's value, and nobody has given it
    "bare_value",  # nothing but a value, of the type of the fact asked for or named beside
    "typed_answer",  # digits or an @, of the type of the fact asked for
    "counted_answer",  # another number, amount or day than the one asked for
    "full_name",  # introduces itself with name and surname, and not its own
    "countable_meant",  # an address, number or day that is not that of the fact asked for or named
    "never_told_rightly",  # a suspected value of a fact that is not told rightly later either
    "put_on_record",  # a value under the name of something that is none of the facts
    "foreign_answer",  # digits or an @, where something was asked for that is none of the facts
    "wish_besides",  # a service of which nobody has spoken, no request being left that it may be
    "request_left_out",  # hardly a word of a request was ever said
    "left_waiting",  # hung up when the agent had asked something
    "wrong_read_back",  # yes to a value that is not the fact's
    "plain_yes_or_no",  # a yes without the signal, or no to what it wants
    "never_agreed",  # an odd yes or no, and the agent did not ask once more
    "tool_not_used",  # was asked to use it, speaks as if it had, and has not
    "another_tool",  # used one that changes something, where another was asked for
    "tool_or_value_unknown",  # there is no such tool, or nobody gave such a value
]
SuspectedRule = Literal[
    "countable_elsewhere",  # an address, number or day in a sentence about something else
    "first_name",  # "I'm" and one capital
    "renamed",  # a name in a wish much like a request
    "answer_in_words",  # an answer that may be no value at all
    "invention",  # a value of something that is none of the facts
    "wish",  # asks for something in words that nobody has given
    "request_touched_on",  # too few words of a request were said, but some
    "vague_yes_or_no",  # a yes or no with a question or a delay in it
    "odd_yes_or_no",  # a yes or no by its tone
    "nothing_to_confirm",  # yes to what is not understood as a question
    "tool_unasked",  # used, though no word of what it does was said
]
Rule = CertainRule | SuspectedRule
"""How an error was seen."""

_CERTAIN: frozenset[str] = frozenset(get_args(CertainRule))


def is_certain(rule: Rule) -> bool:
    """Tell whether what a rule sees is certain."""
    return rule in _CERTAIN
