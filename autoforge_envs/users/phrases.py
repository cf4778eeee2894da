"""How the scripted user says things: many phrasings, by persona, chosen by the seed."""

from collections.abc import Mapping

PHRASES: Mapping[str, tuple[str, ...]] = {
    "greeting.friendly": ("Hello! {words}", "Hi there! {words}", "Good morning! {words}"),
    "greeting.curt": ("{words}",),
    "greeting.chatty": (
        "Hi! I hope you are having a good day. So, here is the thing. {words}",
        "Hello, thanks for taking my call! {words}",
    ),
    "greeting.anxious": (
        "Hello, I really hope you can help me. {words}",
        "Hi, sorry to bother you. {words}",
    ),
    "next.friendly": ("Great, thank you! {words}", "Lovely. One more thing: {words}"),
    "next.curt": ("Next: {words}", "Also: {words}"),
    "next.chatty": ("Wonderful, that was quick! While we are at it: {words}",),
    "next.anxious": ("Oh good. There is something else, I'm afraid. {words}",),
    "answer": ("My {label} is {value}.", "Sure, the {label} is {value}.", "It's {value}."),
    "unknown": (
        "I'm afraid I don't know that.",
        "I don't have that at hand, sorry.",
        "I can't tell you that, can you look it up?",
    ),
    "repeat": ("As I said: {words}", "What I need is this: {words}", "Let me repeat: {words}"),
    "confirm": ("Yes, please go ahead.", "Yes, that's right.", "Correct, please do."),
    "correct": ("No, that's not right: my {label} is {value}.", "No. My {label} is {value}."),
    "report": ("Done. It says: {value}.", "OK, I did that. I see: {value}."),
    "stuck": ("That did not work: {value}", "It didn't work. It says: {value}"),
    "fallback": ("I see. {words}", "That's a pity. {words}"),
    "wait": ("Okay.", "All right.", "Okay, I'm listening."),
    "farewell.friendly": ("That's all, thank you very much!", "No, that was everything. Bye!"),
    "farewell.curt": ("No. Bye.", "That's all."),
    "farewell.chatty": ("No, that's everything, you've been a great help. Have a lovely day!",),
    "farewell.anxious": ("No, that's all. Thank you so much, what a relief!",),
    "impatient": ("This is going nowhere. Goodbye.", "I'll try another time. Bye."),
}
