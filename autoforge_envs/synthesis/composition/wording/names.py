"""Words made from names: a table's noun, a column's words, plurals, participles."""

import re

_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")
_TIME_ENDINGS = ("_on", "_at")
LIMITS = ("until", "from", "by", "since")
"""Last words of columns such as valid_until."""
_NOUNS_OF_VERBS = {
    "starts": "start", "begins": "start", "ends": "end", "expires": "expiry", "runs out": "expiry",
    "departs": "departure", "arrives": "arrival", "execute": "execution", "executes": "execution",
    "closes": "closing", "opens": "opening", "leaves": "leaving", "renews": "renewal",
    "takes place": "",
}  # fmt: skip
_IRREGULAR_PARTICIPLES = frozenset(
    "begun bought built due held lent made paid read sent sold taken told won written".split()
)
_TYPE_WORDS = {
    "Email": "e-mail address",
    "PhoneNumber": "phone number",
    "PersonName": "name",
    "PostalCode": "postal code",
    "StreetAddress": "street and house number",
    "City": "city",
    "Country": "country",
}
_LIMITING = {
    "at_most": "highest", "at_least": "lowest", "up_to": "highest", "from": "first", "to": "last",
    "until": "last", "by": "latest", "since": "first", "on": "chosen", "at": "chosen",
}  # fmt: skip
"""What a parameter means whose name has no noun."""
_THINGS = {"Money": "amount", "Quantity": "number", "Number": "number", "Date": "day"}
_IRREGULAR_PLURALS = {
    "person": "people", "child": "children", "wife": "wives", "knife": "knives", "shelf": "shelves",
}  # fmt: skip
_TAIL = re.compile(r"\s(at|for|from|in|of|on|that|to|which|who|with)\s")
"""Where what only describes a noun begins."""
_NO_NAME = ("details", "info", "record", "row", "summary", "view")


def class_words(name: str) -> str:
    """Turn a class name into a noun: OrderItem is an order item."""
    words = _CAPITAL.sub(" ", name).lower().split()
    if len(words) > 1 and words[-1] in _NO_NAME:
        words = words[:-1]
    return " ".join(words)


def column_words(name: str, semantic: str = "") -> str:
    """Turn a column into a noun: unit_price is a unit price, placed_at a placed date."""
    for ending in _TIME_ENDINGS:
        if name.endswith(ending) and semantic in ("Date", "Timestamp"):
            words = name.removesuffix(ending).replace("_", " ")
            return "date of birth" if words == "born" else f"{_noun_of(words)} date".strip()
    if semantic in ("Date", "Timestamp") and name.rpartition("_")[2] in LIMITS:
        return f"{name.replace('_', '-')} date"
    if name == "name" and semantic == "PersonName":
        return "full name"
    if name in _LIMITING:
        return f"{_LIMITING[name]} {_THINGS.get(semantic, 'value')}"
    if name in ("phone", "email", "street", "mail", "address"):
        return _TYPE_WORDS.get(semantic, name)
    return name.removesuffix("_id").replace("_", " ")


def _noun_of(words: str) -> str:
    """Turn the verb at the end of a column's name into a noun: "period starts", "takes place"."""
    before, _, last = words.rpartition(" ")
    noun = _NOUNS_OF_VERBS.get(words)
    return f"{before} {_NOUNS_OF_VERBS.get(last, last)}".strip() if noun is None else noun


def participle(name: str) -> str:
    """Return the participle in a column such as placed_at, "" where there is none."""
    for ending in _TIME_ENDINGS:
        if name.endswith(ending):
            word = name.removesuffix(ending).replace("_", " ")
            last = word.split(" ")[-1]
            if last.endswith("ed") or last in _IRREGULAR_PARTICIPLES:
                return word
    return ""


def plural(noun: str) -> str:
    """Return a noun's plural: orders, policies, ways to pay, people who may act for me."""
    tail = _TAIL.search(noun)
    if tail:
        return f"{plural(noun[: tail.start()])}{noun[tail.start() :]}"
    for one, several in _IRREGULAR_PLURALS.items():
        if noun.endswith(one):
            return f"{noun.removesuffix(one)}{several}"
    if noun.endswith(("s", "x", "ch", "sh")):
        return f"{noun}es"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}s"


def capitalised(text: str) -> str:
    """Begin a sentence."""
    return text[:1].upper() + text[1:]


def article(noun: str) -> str:
    """Put "a" or "an" before a noun."""
    vowel = noun[:1] in tuple("aeiou") and not noun.startswith(("eu", "one", "uni", "us"))
    return f"an {noun}" if vowel else f"a {noun}"


def listed(parts: list[str], last: str = "and") -> str:
    """Join parts as a list in a sentence."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"
