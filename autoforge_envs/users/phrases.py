"""How the scripted user says things: many phrasings, by persona, chosen by the seed.

A phrase is looked up as "kind.persona", else as "kind". Values stand in it as they are spoken, so
that whoever listens can find them again; the tests try every phrase on every type of fact.
"""

from collections.abc import Mapping

PHRASES: Mapping[str, tuple[str, ...]] = {
    "greeting.friendly": (
        "Hello! {words}",
        "Hi there! {words}",
        "Good morning! {words}",
        "Hi, hope you can help me. {words}",
        "Hello, nice to meet you. {words}",
    ),
    "greeting.curt": ("{words}", "{words}", "Hi. {words}", "Hello. {words}"),
    "greeting.chatty": (
        "Hi! I hope you are having a good day. So, here is the thing. {words}",
        "Hello, thanks for taking my call! {words}",
        "Hi there, I've been meaning to call for days. {words}",
        "Good morning, lovely to get through so quickly! {words}",
    ),
    "greeting.anxious": (
        "Hello, I really hope you can help me. {words}",
        "Hi, sorry to bother you. {words}",
        "Hello, I'm a bit worried about this. {words}",
        "Hi, I hope this isn't too much trouble. {words}",
    ),
    "next.friendly": (
        "Great, thank you! {words}",
        "Lovely. One more thing: {words}",
        "Perfect, thanks. There is something else: {words}",
        "That's great. And then: {words}",
    ),
    "next.curt": ("Next: {words}", "Also: {words}", "And: {words}", "One more. {words}"),
    "next.chatty": (
        "Wonderful, that was quick! While we are at it: {words}",
        "Oh, brilliant, you are good at this! I nearly forgot the other thing. {words}",
        "You are so kind, thank you. Now, what else was there? Ah yes. {words}",
    ),
    "next.anxious": (
        "Oh good. There is something else, I'm afraid. {words}",
        "Thank you, that's a relief. I'm sorry, there is more. {words}",
    ),
    "answer": (
        "My {label} is {value}.",
        "Sure, the {label} is {value}.",
        "It's {value}.",
        "Of course: {value}.",
        "That's {value}.",
        "The {label}? It's {value}.",
        "Yes, one moment. It's {value}.",
    ),
    "answer.curt": ("{value}.", "It's {value}.", "{label}: {value}.", "My {label} is {value}."),
    "answer.anxious": (
        "My {label} is {value}.",
        "I think it's {value}. Yes, it's {value}.",
        "Let me look. The {label} is {value}.",
        "It's {value}, I hope that's right.",
    ),
    "volunteer": (
        "And my {label} is {value}, if that helps.",
        "The {label} is {value}, in case you need it.",
    ),
    "unknown": (
        "I'm afraid I don't know that.",
        "I don't have that at hand, sorry.",
        "I can't tell you that, can you look it up?",
        "No idea, sorry.",
        "I don't know, I'm afraid.",
    ),
    "unknown.curt": ("I don't know that.", "No idea.", "Don't have that."),
    "which": (
        "Which do you mean, the {things}?",
        "Do you mean the {things}?",
    ),
    "nothing_more": (
        "No, there is nothing more to it.",
        "No, that is all there is to say about it.",
        "No, I have nothing to add.",
    ),
    "hand_over": (
        "No, nothing else. Please put me through.",
        "That is all. I'll wait for your colleague.",
        "No, thank you. I'll stay on the line.",
    ),
    "unknown_thing": (
        "I don't have the {thing}, sorry.",
        "I'm afraid I don't know the {thing}.",
        "As for the {thing}, I don't have it.",
    ),
    "repeat": (
        "As I said: {words}",
        "What I need is this: {words}",
        "Let me repeat: {words}",
        "Once more: {words}",
        "I'm not sure what you mean. {words}",
    ),
    "confirm": (
        "Yes, please go ahead.",
        "Yes, that's right.",
        "Correct, please do.",
        "Yes, please.",
        "That's right, go ahead.",
        "Yes, do that.",
    ),
    "confirm.curt": ("Yes.", "Yes, go ahead.", "Correct."),
    "confirm.chatty": (
        "Yes, that's exactly what I'd like, please go ahead!",
        "Oh yes, please do, that sounds perfect.",
        "Yes, that's right.",
    ),
    "correct": (
        "No, that's not right: my {label} is {value}.",
        "No. My {label} is {value}.",
        "Not quite, the {label} is {value}.",
        "That's wrong, my {label} is {value}.",
    ),
    "insist": (
        "Are you sure? It would mean a lot to me.",
        "Really? Can't you make an exception?",
        "Is there nothing at all you can do?",
    ),
    "insist.curt": ("Are you sure?", "Really?"),
    "decline": (
        "No, thank you, not that. Is there nothing else you can do?",
        "Not that, thank you. Is there really no other way?",
        "No, I'd rather not. Is that all that is possible?",
    ),
    "report": (
        "Done. It says: {value}.",
        "OK, I did that. I see: {value}.",
        "I did it. It shows: {value}.",
        "There we go. Now it says: {value}.",
    ),
    "stuck": (
        "That did not work: {value}",
        "It didn't work. It says: {value}",
        "Hm, I tried, but it says: {value}",
    ),
    "fallback": (
        "I see. {words}",
        "That's a pity. {words}",
        "Oh well. {words}",
        "I understand. {words}",
    ),
    "wait": ("Okay.", "All right.", "Okay, I'm listening.", "Fine.", "Sure, go on."),
    "farewell.friendly": (
        "That's all, thank you very much!",
        "No, that was everything. Bye!",
        "Nothing else, thanks for your help!",
        "No, thank you. Have a nice day!",
    ),
    "farewell.curt": ("No. Bye.", "That's all.", "No, thanks.", "Bye."),
    "farewell.chatty": (
        "No, that's everything, you've been a great help. Have a lovely day!",
        "That's all for today, it was a pleasure talking to you. Bye bye!",
    ),
    "farewell.anxious": (
        "No, that's all. Thank you so much, what a relief!",
        "That's all, I hope. Thank you for your patience with me!",
    ),
    "impatient": (
        "This is going nowhere. Goodbye.",
        "I'll try another time. Bye.",
        "I don't have time for this. Bye.",
    ),
}
