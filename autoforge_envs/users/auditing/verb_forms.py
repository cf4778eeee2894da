"""Verbs whose forms do not begin alike, so that "send it" is "I'd like it sent" in other words."""

_FORMS = {
    form: verb
    for verb, others in {
        "break": "broke broken",
        "bring": "brought",
        "buy": "bought",
        "choose": "chose chosen",
        "find": "found",
        "get": "got gotten",
        "give": "gave given",
        "hold": "held",
        "keep": "kept",
        "leave": "left",
        "lend": "lent",
        "lose": "lost",
        "make": "made",
        "pay": "paid",
        "sell": "sold",
        "send": "sent",
        "speak": "spoke spoken",
        "spend": "spent",
        "steal": "stole stolen",
        "take": "took taken",
        "teach": "taught",
        "tell": "told",
        "think": "thought",
        "wear": "wore worn",
        "write": "wrote written",
    }.items()
    for form in others.split()
}


def forms(word: str) -> tuple[str, ...]:
    """Return a word in lower case, and the verb that it is a form of, if that is another word."""
    verb = _FORMS.get(word)
    return (word,) if verb is None else (word, verb)
