"""What declines something, and what only sounds like it."""

import pytest

from autoforge_envs.episode.refusals import is_refusal_of_something, refuses


@pytest.mark.parametrize(
    "text",
    [
        "I'm afraid I cannot do that.", "That isn't possible.", "No.", "It’s too late for that.",
        "Our policy covers bags of up to 20 kilos.", "We only waive charges within 30 days.",
        "This exceeds what may be granted.", "You have two bags already.", "Leider nicht.",
        "Charges above 30.00 stand.", "I had to decline the request.", "It remains as it is.",
        "My hands are tied here.", "I have to turn this down.", "That ship has sailed.",
        "You are out of luck here.", "I'd love to, but it was bought 40 days ago.",
        "I wish I could, but the period has run out.", "My system blocks it.",
        "Returns have to reach us within 14 days.", "That would break our terms.",
        "I'm sorry for the trouble, but that voucher has expired.", "This is already on its way.",
        "I'm afarid I canont do that; our polciy says: vouchers keep to their days.",
    ],
)  # fmt: skip
def test_a_refusal_has_a_word_of_denial_or_restriction(text: str) -> None:
    assert refuses(text)


@pytest.mark.parametrize(
    "text",
    [
        "That is done. Is there anything else I can do for you?",
        "I have cancelled OR-1.",
        "I have done that, no charge.",
        "No problem! Could you tell me your e-mail address?",
        "I'm afraid I need your name first.",
        "I cannot look before I know your name.",
        "Don't worry, that is already done.",
        "Sorry for the wait! It is all settled now.",
        "We had lunch at the canton.",
        "I would change board (stay id: ST-1; board: none; at most: 50.00). Shall I go ahead?",
        "",
    ],
)
def test_what_says_that_it_is_done_refuses_nothing(text: str) -> None:
    assert not refuses(text)


@pytest.mark.parametrize(
    "text",
    [
        "That is done. It won't cost you anything.",
        "That is done without any charge.",
        "There won't be any fees, and it is done.",
        "There isn't any extra charge. Done.",
        "You won't be charged. It's done!",
        "It doesn't cost you anything, and it's done.",
        "Not a cent extra! It is done.",
        "I've cancelled it without any trouble.",
        "It's cancelled without a hitch, not a big deal.",
        "It only takes a moment. Done!",
        "That didn't take long: done.",
        "Sorry it took so long, it's done.",
        "I've not forgotten your other wish: done!",
        "All set! You won't even notice it.",
        "You needn't do anything else, it is taken care of.",
        "You will get an e-mail within two days.",
        "Within two days you will receive the confirmation.",
        "That wasn't hard. It couldn't have been easier.",
        "That's sorted, not to worry.",
        "Done, unless there is anything else?",
        "You can't go wrong with that choice! Done.",
        "It's done. We won't let you down, we never forget a customer.",
        "Your insurance policy PO-1 is cancelled.",
        "Our policy allows that, so I have done it.",
        "The valid-until date is 2025-11-23. That is done.",
        "I would now set card limit (card id: CRD-1; daily limit: 75.00). Shall I go ahead?",
        "Could you tell me your daily limit, please?",
        "Please see the details below. It is done.",
        "It only remains to say goodbye.",
        "The statement is in the post, it only takes two days.",
        "It takes only three working days. Done!",
        "I've mailed you the statement; it should reach you within three days.",
        "The money will be on your account within three days.",
        "They'll write to you within a week.",
        "I've credited the 5.00, sorry again for the wrong information you got.",
        "Apologies for the mix-up, I've credited it.",
        "It's done, I'm so sorry you were given wrong information.",
        "It's yours until 30 November.",
        "It won't disappoint you. Done!",
        "Your identity has to be checked first.",
        "It has to be looked at first.",
        "I'd leave it there for today, all is done.",
        "I've asked for the bank to do it.",
    ],
)
def test_what_denies_costs_trouble_or_waiting_refuses_nothing(text: str) -> None:
    assert not refuses(text)


@pytest.mark.parametrize(
    "text",
    [
        "There isn't a fee to waive.",
        "That fee isn't refundable.",
        "You have not paid a fee for OR-1.",
        "There wasn't any delay: your train left on time.",
        "Changes without a fee end 24 hours before departure.",
        "We haven't missed our delivery date.",
        "You have only 30 points.",
        "We pay out from 60 minutes, and your train only took 20 more.",
        "The scratch isn't bad enough.",
        "Your warranty was valid until 3 March.",
        "Our policy allows it within 14 days.",
        "Our rules allow that only for parents.",
        "You'll get your money back within 14 days of delivery, and it's day 20.",
        "Your limit is 500.00, and you ask for 800.00.",
        "I would raise your limit, but your account is three months old.",
        "It isn't a charge I may lift.",
        "It's not free of charge any more.",
        "I will not charge the other account.",
        "Unless you have a receipt, it stays.",
        "Your policy doesn't cover that.",
        "It's not complicated: the period is over. It remains as it is.",
        "Don't worry, the address is changed. The refund is not due, though.",
        "That is done for OR-1. OR-2 isn't.",
        "The refund has to travel the same way you paid.",
        "Returns must go through the shop.",
        "This one is reserved for relatives.",
        "The cap is 25.00. You asked for 30.00.",
        "Tips are capped at 30.00.",
        "14 days have gone by.",
        "It's past the 14 days.",
        "It should have been here within 14 days.",
        "You're two days late for that.",
        "It should have been asked for earlier.",
        "Your free changes are used up.",
        "30.00 is where it ends.",
        "It stays put.",
        "I'm going to have to leave her off.",
        "It is for owners to ask for that.",
    ],
)
def test_a_reason_for_a_refusal_may_speak_of_costs_and_waiting(text: str) -> None:
    assert refuses(text)


@pytest.mark.parametrize(
    ("text", "is_of_something"),
    [
        ("It's blocked, so it can't be used any more.", False),
        ("It’s revoked, which means the company cannot collect any longer.", False),
        ("It's blocked, so I can't lift the limit any more.", True),
        ("It was opened. It can't be returned any more.", True),
        ("That is done.", False),
    ],
)
def test_what_follows_from_a_deed_refuses_nothing(text: str, is_of_something: bool) -> None:
    assert is_refusal_of_something(text) is is_of_something


@pytest.mark.parametrize(
    "text",
    [
        "Your stay would not be long enough for that.",
        "The contract wouldn't last long enough.",
        "I've checked: our rules allow that, two a person; you have three.",
        "Our terms allow this, in the first week.",
        "I would raise your limit if your account were six months old; it is three months old.",
        "We would raise the limit for accounts older than a year; yours is three months old.",
        "You had 24 hours to cancel without a fee.",
        "Your policy covers theft, and this was an accident.",
        "Your policy is expired.",
        "It did not take long: 20 minutes, and we pay from 60.",
        "As a rule we keep deposits for late cancellations.",
        "As mentioned above, that fare keeps its dates.",
        "There wasn't any further delay.",
        "There won't be any payment.",
        "It doesn't cost you anything, so there is nothing to return.",
        "I'm sorry, but we can't beat that price.",
    ],
)
def test_without_a_claimed_deed_the_same_words_are_a_reason(text: str) -> None:
    assert refuses(text)


@pytest.mark.parametrize(
    "text",
    [
        "That is done. You have not been charged.",
        "That is done. It will not take long.",
        "It's done. You won't be kept waiting.",
        "Done. Your e-mail is on its way within minutes.",
        "Your stay is prolonged, and it did not take long.",
        "I've cancelled it without a fee.",
        "As mentioned above, your order has been cancelled.",
    ],
)
def test_beside_a_claimed_deed_they_are_none(text: str) -> None:
    assert not refuses(text)


@pytest.mark.parametrize(
    "text",
    [
        "PU-881094107: delivered, no address change. Next?",
        "PU-881094107 delivered; address stays. Next?",
        "PU-881094107: delivered, address locked. Next?",
        "PU-881094107: address stays. Next?",
        "OR-88: opened on 3 May. No exchange.",
        "OR-88: day 40 - no upgrade; the order is final.",
        "My hands are bound here.",
        "I would have loved to, but it has to wait.",
    ],
)
def test_a_clipped_refusal_counts(text: str) -> None:
    assert refuses(text)


@pytest.mark.parametrize(
    "text",
    [
        "That is done. No problem.",
        "Done, no charge.",
        "All set, stays as easy as that.",
        "Done: no further change.",
        "All set, no exchange needed.",
        "Your plan is changed; the price stays.",
        "Address changed; order stays.",
        "Address changed, order final.",
        "OR-88: address updated, no exchange.",
        "Upgraded, no switch.",
        "Cancelled, no sweat.",
        "Sent, no drama.",
        "I've cancelled it: no credit card needed.",
        "Shipped, no delay.",
        "It's done, so nobody has to wait.",
        "Changed. It stays as simple as that!",
    ],
)
def test_a_clipped_claim_of_a_deed_refuses_nothing(text: str) -> None:
    assert not refuses(text)
