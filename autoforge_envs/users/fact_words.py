"""How agents ask for things: what facts of a type are called, and how a thing is named.

Patterns are meant for one sentence in lower case, its slips mended.
"""

import re
from collections.abc import Mapping

from autoforge_envs.users.cues import alternatives

FACTS: Mapping[str, re.Pattern[str]] = {
    name: re.compile(alternatives(lines))
    for name, lines in {
        "Email": r"""
            \be-? ?mails?\b|\bmail address|\byour mail\b
            correo electr|\be-mail-adresse|courriel|adresse mail
        """,
        "PhoneNumber": r"""
            \b(?:tele)?phone(?: number)?\b(?! (?:in|is|off|on|and) )|\bcell(?:phone)?\b
            \bmobile(?: number)?\b
            \bnumber (?:can|could|may|should) (?:we|i) (?:reach|call)|\bnumber to (?:reach|call)
            \btelefon|tel[eé]fono|t[eé]l[eé]phone
        """,
        "PersonName": r"""
            \b(?:your|full|first|last|the|what|whose|which) (?:first |full )?(?:and last )?names?\b\
(?! of)
            \band (?:full )?names?\b|^and you are\b
            ^names?\b(?! an?\b)|[,:]\s*names?\b|\bnames?\?
            \bwho (?:am i|do i|are you|is this)\b|\bare you called\b|\bwith whom\b
            \bwie hei(?:ß|ss)en sie|cómo se llama|votre nom
        """,
        "PostalCode": r"""
            \bpost(?:al)?[ -]?codes?\b|\bzip(?: code)?\b
            postleitzahl|código postal|code postal
        """,
        "StreetAddress": r"""
            \bstreet\b
            (?<!mail )(?<!e-mail )(?<!email )(?<!ip )(?<!the main )(?<!of the )(?<!of your )\
(?<!of your home )\baddress\b(?! (?:that )?you\b)
        """,
        "City": r"\b(?:city|town)\b",
        "Country": r"\bcountry\b",
        "Quantity": r"\bquantity\b",
    }.items()
}
"""What facts of a type are called, whatever their label."""

WHOLE_ADDRESS = re.compile(
    r"(?<!mail )(?<!ip )(?<!the main )\baddress(?:es)?\b|\bwhere (?:to|should)\b"
)
"""Asks for street, town and postal code together."""

OWN_NAME = re.compile(r"\byour (?:own )?(?:first |last |full )?names?\b")
"""Asks for the user's own name and nobody else's."""

KIND_OF_WORK = re.compile(r"\bkinds? of (?:work|job|repair|trade|damage)\b")
"""Asks for something else than the kind of the wish."""

ELABORATION = re.compile(
    alternatives(r"""
    \b(?:describe|explain|elaborate|clarify|specify|rephrase)\b
    \bmore (?:about|detail|details|information|specific|precise)\b
    \bwhat happened\b|\bin your own words\b
    \bwhat (?:would you like|do you want|can i do|should i do|could i do|may i do)\b(?!.*\belse\b)
    \bhow (?:can|may|could) (?:i|we) (?:help|assist)\b
    \bhow (?:you'd|you would|would you) (?:like|wish) (?:me |us )?to (?:proceed|continue|go on)\b
    \bwhat (?:exactly|precisely)\b|\bwhat (?:do|did) you mean\b
    \b(?:say|repeat) (?:that|it|this|your (?:request|question|wish))\b
    """)
)
"""Asks to put the wish once more."""

CHOSEN_THING = re.compile(
    r"\b(?:which|what|whose)(?: (?:one|ones))?(?: of)?(?: (?:your|the|these|those))* (\w+)"
)
"""Asks which of several things is meant."""

CHOSEN_THINGS = re.compile(
    r"\b(?:which|what|whose)(?: (?:one|ones))?(?: of)?(?: (?:your|the|these|those))*"
    r" (\w+(?: \w+){0,2})"
)
"""The same, with all words of the thing."""

WANTED_HEAD = re.compile(
    r"\b(?:(?:what|which)(?:'s| is| was)?(?: (?:its|it's|the|their))?|its|it's|the) ([a-z]+)\b"
    r"(?! of)"
)
"""A thing that is asked for without saying of what: "what is its colour"."""

_HEADS = (
    r"(?:(?:number|id|name|code|date|birth|birthday|address|password|pin|e-?mail(?! address)"
    r"|phone(?! number))\b(?! of)|name of (?:the|your) [a-z]+\b)"
)
_THING = rf"((?:(?!(?:and|or|your|the|an?|also|my)\b)[a-z'-]+ ){{0,3}}?{_HEADS})"
NAMED_THING = re.compile(
    rf"(?<!\bof )(?<!\bon )(?<!\bto )\b(?:your|the|a|an) {_THING}"
    rf"|(?:^|\n)\s*[-*•] (?!by |via |to |on |per |with )(?:your |the )?{_THING}"
)
"""Something that may be asked for beside facts that the user has, or an item of a list of that."""

FURTHER_THING = re.compile(rf"(?:,|,? and|,? or) (?:also )?(?:your |the )?{_THING}")
"""What may stand behind such a thing, or behind something that the user has, in a row."""

KIND_WORDS = frozenset("number no nr id code reference".split())
"""One of these is needed to ask for something whose label says that it is a number."""
