"""Whether a message of the agent declines something: as users hear it, or in whatever words."""

import re

from autoforge_envs.users.cues import alternatives
from autoforge_envs.users.endings import CANNOT, CLIPPED_DENIAL, NO_REFUSAL
from autoforge_envs.users.spelling import mend
from autoforge_envs.users.understanding import understand

_CLIPPED = rf"(?<=[,;:.–—] ){CLIPPED_DENIAL}"

_RESTRICTING = re.compile(
    r"(?<![^\W_])(?:not|never|cannot|unable|neither|nor|none|without|unless|until|only"
    r"|unfortunately|regret\w*|afraid|sorry|apolog\w*|sadly|declin\w*|refus\w*|reject\w*|deny|denied"
    r"|forbid\w*|prohibit\w*|prevent\w*|exclud\w*|against|polic(?:y|ies)|limit\w*|restrict\w*"
    r"|within|terms|conditions?|rules?"
    r"|allow\w*|permit\w*|eligib\w*|impossible|maximum|minimum|at most|at least|expired|beyond"
    r"|outside|exceed\w*|above|below|earliest|latest|deadline|stands?|remains?|blocks|blocked"
    r"|stays? (?:as(?! \w+ as(?![^\W_]))|the same|where|with|in place)"
    r"|leider|nicht|kein\w*|malheureusement|pas|lamento"
    r"|too (?:late|early|soon|long|short|many|much|few|little|old|young|far|high|low|big|small)"
    r"|already(?! (?:done|made|settled|sorted|taken care|arranged|completed)(?![^\W_]))"
    r"|no (?:longer|more|way|exceptions?|refunds?|returns?|rights?|chance|option)"
    r"|(?:the|our|a) (?:cap|ceiling)(?= (?:is|are|was|of|on|for|stands|lies))|capped at"
    r"|(?:hour|day|week|month|year)s (?:have|had) (?:now |already |since )?(?:gone|passed|elapsed)"
    r"|(?:hours?|days?|weeks?|months?|years?|far|much) late"
    r"|late (?:for|in) (?:that|this|it|the day)"
    r"|should(?:'ve| have) been (?:\w+ ){1,2}(?:earlier|sooner|before)"
    r"|(?:you(?:'ve| have)|is|are|was|were) used up|exhausted|nowhere"
    r"|where (?:it|we|i|that) (?:ends?|stops?)|stays? (?:sold|put)"
    r"|leave (?:it|this|that|these|those|them|her|him|things)(?: one)? (?:as|at that|be|out|off)"
    r"|leave as (?:it|they)"
    r"|(?<!asked )for (?!(?:you|me|us)(?![^\W_]))(?:(?:the|our|your) )?[a-z]+ to"
    r" (?:ask|decide|request|say|do|make)"
    r"|past (?:the|its|your|our) (?:\w+ )?(?:hour|day|week|month|year)s?"
    r"|reserved for (?!(?:you|me|us|m[rs]+)(?![^\W_]))(?:[a-z]+ ){0,2}[a-z]+s"
    r"|(?<!you )(?<!i )(?<!we )(?<!that )(?:(?:has|have) to|must)"
    r" (?:be|go|come|stay|travel|match|reach|remain|stand)"
    rf")(?![^\W_])|{_CLIPPED}|n['’]t(?![^\W_])"
    r"|\A\W*no\b(?! (?:problem|worr|doubt|trouble|charge|cost|fee))",
    re.IGNORECASE,
)
"""Words of denial, regret or restriction: a request may be declined in any of them."""

_NOT = r"(?:n't|\bnot|\bnever|\bnor)"
_FUTURE_NOT = r"(?:\b(?:won't|will not|'ll not|wouldn't|would not|will never|'ll never)(?: even)?)"
_FILLERS = (
    r"(?: (?:an?|any|the|be|have|much|too|even|single|slightest|least|at all|further|extra"
    r"|additional|hidden|other|big|more|bit of|kind of|sort of)\b)*+"
)
_NO_ACCOUNT = r"(?! (?:to|that|which|who|for|on|of|in|with|you|we|i|can|could|may|from|after)\b)"
"""Nothing follows that makes it a reason: "there isn't a fee to waive"."""

_TROUBLE = (
    r"(?:problems?|trouble|hassle|fuss|worry|worries|worrying|bother|effort|inconvenience|doubts?"
    r"|hurry|rush|hesitation|ado|catch|strings|(?:big )?deal"
    r"|surprises?|paperwork|hitch(?:es)?|hiccups?)"
)
_COSTS = r"(?:costs?|charges?|fees?|surcharges?|expenses?|payments?|obligations?|delays?)"
_WHILE = r"(?:moment|second|minute|click|step|while|instant|heartbeat|sec|tick|blink)s?"
_SHARED = r"(?:nice|great|good|lovely|wonderful|easy|quick|simple|fun)"
_HAND = r"(?:tak(?:e|es|en)|took|need(?:s|ed)?)"
_SOON = r"\bwithin (?:\w+ ){1,3}?(?:second|minute|hour|day|week)s?\b(?! (?:of|from|after|before)\b)"
_NOTICE = (
    r"\byou(?:'ll| will| should) (?:\w+ )?(?:get|receive|have|see|hear|find) (?:an?|the|your|our) "
    r"(?:e-?mail|message|text|answer|reply|letter|confirmation|copy|call)\b"
)
_LASTING = rf"{_HAND} (?:you |us |me )?(?:only|just)|(?:only|just) (?:{_HAND}|taking)"
_COMING = (
    r"(?:'ll|\bwill|\bshould|\bought to)(?: \w+ly| now| also| then)?"
    r" (?:reach you|arrive|come|land|get to you|follow"
    r"|be (?:with|at|in|on|there|here|sent|paid|posted)"
    r"|write|call|reply|answer|e?-?mail|contact|let you|get back)\b"
)
_ENDED = r"(?=\W*(?:$|[,;:.!?)\n–—]|-|and\b|so\b))"

_PLEASANTRY = re.compile(
    alternatives(rf"""
    \b(?:do not|don't) (?:worry|hesitate|need)\b
    \bnot (?:a problem|at all|only|just|sure|to worry)\b|\bnever (?:fear|mind|worry)\b
    \bwhy not\b|\bwhether or not\b|\b(?:isn't|wouldn't|didn't) (?:it|you)\b
    \bisn't (?:that|this) {_SHARED}\b
    \bonly (?:need|take|one)\b
    \bonly (?:too )?(?:glad|happy|pleased)\b|\bonly (?:natural|human)\b
    \b(?:only remains|remains only|it remains|remains) (?:for me |for us )?\
to (?:say|wish|thank|add)\b
    \b(?:sorry|apolog(?:y|ies|i[sz]e))(?:,? (?:once )?(?:again|more))?,? \
(?:for|about) (?:the|that|this|any|all|your)\b
    \bsorry (?:once )?(?:again|more){_ENDED}|\bsorry (?:that )?you (?:were|had|have been|got)\b
    \bsorry to (?:hear|keep)\b|\bsorry (?:it|that|this) took\b
    \b(?:has|have) to be (?:said|told|done)\b
    \b(?:(?:has|have) to|must) (?:be|match|come|go)\b[^.,:;!?]*\bfirst\b
    \b(?:identity|details|data|caller|you are)\b[^.?!;]{{0,30}}\b(?:(?:has|have) to|must) \
(?:be|match)\b
    \buntil (?:then|next time|soon)\b|\bvalid-until\b
    \bunless (?:there is|there's|you have|you need|you want|you'd like|you would like)\
 (?:(?:any|some)thing (?:else|more|further)|(?:any )?(?:other|further|more) \w+)
    \bno more questions?\b|\bcould(?:n't| not) agree more\b|n't mention it\b
    \byour (?:[a-z]+ )?polic(?:y|ies) (?:number|id)s?\b|\bpolic(?:y|ies) (?:number )?[a-z]+-\d
    \bpolic(?:y|ies)(?= (?:is|are|was|were|has been|have been|will be) (?:now |also )?[a-z]+ed\b)
    \bin terms of\b|\b(?:please )?allow me to\b
    {_NOTICE}[^,;:.?!]{{0,40}}? {_SOON}
    {_SOON},? {_NOTICE}
    \b(?:yours|for you) until\b|{_FUTURE_NOT} disappoint\b
    {_COMING}[^,;:.?!]{{0,40}}? {_SOON}
    \b(?:i|we)(?:'ll| will| would| can|'d)(?: now| then| gladly| next)* (?:set|raise|change\
|lower|increase|adjust) (?:(?:the|your|a|this|new|\w+) ){{0,3}}limits?\b\
(?![^.?!]{{0,200}}\b(?:but|if|once|when|after|for)\b)
    \byour (?:\w+ ){{0,2}}limit\b(?=,? ?(?:please)? ?\?)
    """)
)
"""Negations, regrets and limits with which nothing is declined, in lower case."""

_DEED = re.compile(
    alternatives(r"""
    \b(?:done|all set|sorted|settled|granted|completed?|taken care|good to go|through now)\b
    \bin the (?:post|mail)\b|\bon (?:its|the|their|your) way\b
    \b(?:i|we)(?:'ve| have)(?: now| just| already| also)*+ (?!looked|checked|seen|read|found\
|gone|had|been|noticed|understood|reviewed|tried|asked|to|no|not|never|got)[a-z]+
    \b(?:has|have) (?:now |just |already )?been [a-z]+
    \b(?:is|are) now [a-z]+
    \b(?:it|that|this|your [a-z]+)(?:'s| is) (?!allowed|based|capped|closed|declined|ended|excluded\
|expired|limited|needed|passed|refused|rejected|required|reserved|restricted|used)[a-z]+ed\b
    (?:^|[,;:.!?] )(?:[\w-]+ ){0,3}(?:changed|cancell?ed|refunded|booked|exchanged|moved|updated\
|extended|prolonged|renewed|upgraded|downgraded|switched|added|removed|replaced|credited|waived\
|transferred|swapped|corrected|granted|confirmed|processed|arranged|applied)(?=\s*[,;:.!?])
    """)
)
"""What claims that something was done."""

_ASIDE = re.compile(
    alternatives(rf"""
    \bonly (?:be |{_HAND} )?(?:me |us |you )?(?:an? |one |some |another |a few |a couple of )\
(?:\w+ )?{_WHILE}\b
    \b(?:{_LASTING}) (?:about |around |some )?(?:\w+ ){{1,3}}?(?:hour|day|week)s?\b
    \bwithout{_FILLERS} (?:{_TROUBLE}|{_COSTS}){_ENDED}
    {_NOT}{_FILLERS} {_TROUBLE}\b{_NO_ACCOUNT}
    {_NOT}(?: be)?(?: an?y?)? (?:extra|additional|further|hidden) {_COSTS}\b{_NO_ACCOUNT}
    {_FUTURE_NOT} be{_FILLERS} {_COSTS}\b{_NO_ACCOUNT}
    \bnot a (?:single )?(?:cent|penny|dime)\b{_NO_ACCOUNT}
    {_FUTURE_NOT} (?:cost|charge|bill)\
(?: (?:you|us|me|a thing|anything|extra|more|a (?:cent|penny)))*{_ENDED}
    (?<!as it )(?<!since it )(?<!because it )\b(?:doesn't|does not) cost (?:you )?\
(?:anything|extra|a (?:thing|cent|penny)){_ENDED}
    \byou (?:won't|will not|'ll not|needn't|need not|don't|do not) (?:even )?(?:have to|need to|be\
 (?:charged|billed|disappointed|disturbed|bothered|kept)|notice|feel|regret)\b
    \byou (?:have not|haven't|were not|weren't) (?:been )?(?:charged|billed)\b
    \bwithin (?:\w+ ){{0,3}}?(?:second|minute)s?\b
    \byou(?:'ll)? (?:needn't|need not|not (?:have|need) to) (?:worry|do|pay|wait|bother)\b
    {_FUTURE_NOT} (?:take|last|be) (?:very |too |so |that |all that )?(?:long|much time)\b
    \b(?:doesn't|does not|didn't|did not|never) take (?:me |us |you |very |too |so |that )*+\
(?:long|much time|a {_WHILE})\b
    {_FUTURE_NOT} (?:hurt|keep you|happen again|regret)\b
    \b(?:i|we)(?:'ve| have| had|'d)? ?(?:haven't|hadn't|not|never|didn't|did not|won't|will not)\
 (?:forget|forgot|forgotten)\b
    (?:n't|\bnot) (?:very |so |that |too |at all |all that |really )?(?:hard|difficult|complicated\
|tricky){_ENDED}
    \b(?:couldn't|could not)(?: be| have been) (?:easier|happier|simpler|quicker|smoother|better\
|more (?:pleased|glad|delighted|welcome))\b
    \bno more (?:worr\w+|waiting|trouble|hassle|questions?)\b
    {_CLIPPED}
    \b(?:polic(?:y|ies)|rules?|terms|conditions?|limits?) (?:does |do )?(?:allows?|permits?)\
(?: (?:it|this|that|for (?:it|this|that)))?{_ENDED}
    \b(?:see|as|shown|listed|described|mentioned|detailed|details) (?:\w+ )?(?:above|below)\
(?! \S{{0,3}}\d)
    """)
)
"""What costs nothing, takes no time or trouble or was not forgotten, beside a claim of a deed.

So is what stays as it was, or is not needed besides: "The plan is changed, the price stays".

Without one it may be a reason: "Your stay would not be long enough", "without a fee you had a day".
"""

_CONSEQUENCE = re.compile(
    r"\b(?:so|and|thus|therefore|which means|meaning)(?: that)? (?:(?!\b(?:i|we)\b)[^,;.!?])*"
    rf"{CANNOT.pattern}[^,;.!?]*\b(?:any ?more|any ?longer|from now on|again)\b"
)
"""What cannot be done since something was: "It's blocked, so it can't be used any more"."""

_DETAILS = re.compile(r"\([^()]*:[^()]*\)")
"""What a proposal reads back: "(board: none; at most: 50.00)"."""


def refuses(text: str) -> bool:
    """Tell whether a message of the agent may be a refusal, in whatever words.

    Users would hear it as one, or it has a word of denial, regret or restriction that is no
    pleasantry and not about what is to come: "No problem!", "It won't cost you anything" and "I'm
    afraid I need your name first" refuse nothing.
    """
    return is_refusal(text) or _restricts(text) or _restricts(mend(text.lower()))


def is_refusal(text: str) -> bool:
    """Tell whether users hear a message of the agent as a refusal."""
    return understand(text).refuses


def is_refusal_of_something(text: str) -> bool:
    """Tell whether users hear a refusal in more than what follows from a deed.

    "It's blocked, so it can't be used any more" refuses nothing where no request was declined.
    """
    return is_refusal(text) and is_refusal(_CONSEQUENCE.sub(" ", text.lower().replace("’", "'")))


def _restricts(text: str) -> bool:
    if _RESTRICTING.search(text) is None:
        return False
    plain = NO_REFUSAL.sub(" ", _DETAILS.sub(" ", text.lower().replace("’", "'")))
    if _DEED.search(plain):
        plain = _ASIDE.sub(" ", plain)
    return _RESTRICTING.search(_PLEASANTRY.sub(" ", plain)) is not None
