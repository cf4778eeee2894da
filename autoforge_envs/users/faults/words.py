"""How faults sound. There are two voices, so that a detector can be tried on words it never saw.

The audit was written with the first voice at hand; the second is for measuring.
"""

from collections.abc import Mapping
from typing import Literal, get_args

Voice = Literal["first", "second"]
VOICES: tuple[Voice, ...] = get_args(Voice)

FAULT_PHRASES: Mapping[Voice, Mapping[str, tuple[str, ...]]] = {
    "first": {
        "contradiction": (
            "Actually, my {label} is {value}.",
            "Wait, no: the {label} is {value}.",
            "I was wrong before, my {label} is {value}.",
        ),
        "invented_fact": (
            "By the way, my {label} is {value}.",
            "My {label} is {value}, in case you need it.",
            "You may want to know that my {label} is {value}.",
        ),
        "extra_request": (
            "Could you also cancel my newspaper subscription?",
            "And please send me a printed catalogue.",
            "I'd also like a discount of 20% on my next purchase.",
            "While you are at it, please change my password.",
        ),
        "premature_hang_up": (
            "I have to go, bye.",
            "Never mind. Goodbye.",
            "My bus is here, I'll call again.",
        ),
        "forgotten_request": ("That's all, thank you.", "No, nothing else. Bye!", "No. Bye."),
        "false_claim": (
            "Done, I did that.",
            "OK, I've done it.",
            "I just did, and it looks fine now.",
        ),
        "deny": ("No, don't do that.", "No, that's not right.", "No, please don't."),
        "yes": ("Yes, please go ahead.", "Yes, that's right."),
    },
    "second": {
        "contradiction": (
            "Hold on, I mixed that up. It's {value}, not what I told you, the {label} I mean.",
            "Sorry, scratch that! {label}: {value}",
            "Hmm, looking at it again, {value} would be my {label}.",
        ),
        "invented_fact": (
            "Use {value} as my {label} if that helps.",
            "For your records, {label}: {value}.",
            "Oh, and I should mention, {value} is the {label} on my account.",
        ),
        "extra_request": (
            "One more favour: have somebody ring me about a loyalty card tomorrow.",
            "Oh, and wrap everything as a birthday present with a greeting card.",
            "I also need a tax invoice in my company's name.",
            "Would you sign me up for the newsletter as well?",
        ),
        "premature_hang_up": (
            "Sorry, the doorbell. Talk another day!",
            "You know what, leave it.",
            "",
        ),
        "forgotten_request": ("Perfect, cheers!", "Nope, I'm good.", "You've been great, ciao."),
        "false_claim": (
            "There, all finished on my side.",
            "Right, that's taken care of, and nothing changed.",
            "Yep, went through with it a minute ago.",
        ),
        "deny": ("Absolutely not.", "Stop, I don't agree to this.", "Nope, wrong."),
        "yes": ("Sure thing.", "Sounds good, do it."),
    },
}

INVENTED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("phone number", ("+49 30 5550 1234", "020 7946 0018", "+33 1 55 50 22 11")),
    ("date of birth", ("12 May 1980", "1991-03-14", "3 October 1975")),
    ("loyalty number", ("LX-448210", "MB-90021", "KL-77120")),
    ("other e-mail address", ("my.second.box@example.net", "private77@example.net")),
    ("middle name", ("Roberta", "Casimir", "Eleonora")),
    ("last order number", ("OR-000111222", "ORD-4471", "B-20991")),
    ("bank account", ("DE44 5001 0517 5407 3249", "FR76 3000 6000 0112")),
    ("work address", ("Quay Street 4, Leeds", "Lange Gasse 17, Graz")),
)
"""Labels of facts that a user may make up, with values to make up."""
