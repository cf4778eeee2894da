"""The grammar of agents' words: what each act sounds like, one pattern a line.

Patterns are meant for one sentence in lower case, its slips mended. A cue is looked for only where
one of its trigger words stands, which keeps listening cheap. German, French and Spanish have a few
words each, enough for the commonest questions.
"""

import re
from collections.abc import Set


class Cue:
    """Patterns that show one act, and the words without which none of them can stand."""

    def __init__(self, triggers: str, phrases: str, others: str = "") -> None:
        """Compile them.

        Args:
            triggers: Words; every pattern holds one of them.
            phrases: Patterns of whole words, one a line.
            others: Patterns that begin or end with something else, one a line.
        """
        self._triggers = frozenset(triggers.split())
        whole = rf"\b(?:{alternatives(phrases)})\b"
        self.pattern = re.compile(alternatives(f"{whole}\n{others}"))

    def is_in(self, text: str, words: Set[str]) -> bool:
        """Look for the patterns in a sentence.

        Args:
            text: The sentence.
            words: Its words, cut at apostrophes.
        """
        return not self._triggers.isdisjoint(words) and self.pattern.search(text) is not None


def alternatives(lines: str) -> str:
    """Join patterns, one a line; after a backslash at its end, a pattern goes on in the next."""
    joined = lines.replace("\\\n", "")
    return "|".join(line.strip() for line in joined.splitlines() if line.strip())


_WH = "(?:what|which|who|where|when|how|why)"
_AUXILIARY = "(?:'s| is| are| was| were| do| does| did| can| could| should| would| will)"

QUESTION = re.compile(
    alternatives(rf"""
    \?
    ^(?:so |and |then |now |please )*(?:{_WH}{_AUXILIARY}|(?:may|can|could) i|(?:can|could) you)\b
    ^(?:so |and |then |now |please )*(?:would you|do you|is it|are you)\b
    ^{_WH} (?!a\b|an\b|you\b)[^.!]*$
    """)
)
OPEN_QUESTION = re.compile(
    r"(?:^|[,;:—–-] )(?:so |and |then |now )*(?:(?:to|for|at|on|by|in|of|until|from) )?"
    rf"{_WH}\b[^,]*"
    r"\b(?:(?:shall|should|can|could|may) (?:i|we)|(?:would|do|did) you (?:like|want) (?:me|us))\b"
)
AGAIN = Cue(
    "repeat spell say said catch hear get read make come pardon once again more was",
    r"""
    (?:repeat|spell|say) (?:it|that|this|these|those|them)
    (?:didn't|did not|couldn't|could not) (?:quite )?(?:catch|hear|get|read|make out)
    come again|pardon
    """,
    r"""
    ^(?:sorry,? )?(?:once more|again|one more time|what was (?:that|it))(?:,? please)?\s*[?.!]
    """,
)
"""Asks to hear the last words again."""

BACKWARD = re.compile(
    r"\b(?:what(?:'s| is| was) it|it'?s number|(?:look|read|spell) it)\b"
    r"|\b(?:send|give|share|provide|state|have|get|tell)\b[^?.]{0,16}\b(?:them|these|those)\b"
    r"|\b(?:could|can|would|will) you (?:please |kindly )?(?:add|include|supply) (?:it|that|them)\b"
    r"|\btell me(?: it| that| them| what it is)?(?:,? please)?\W*$"
)
"""Asks for what the sentence before has named: "It is on the card. What is it?"."""
_SAYING = (
    "repeat|type|write|say|name|list|specify|submit|supply|verify|indicate|choose|select|pick|"
    "re-?enter|input|key in|fill in"
)
"""Verbs by which somebody is asked to say something."""

REQUEST = Cue(
    "tell give provide share state send read type enter spell describe let may can could need "
    "require ask start missing do please enough suffice suffices all kindly",
    rf"""
    (?:tell|give|send) me
    provide|share|state|type in|enter|spell|describe
    read (?:me|out)
    (?:please|kindly) (?:{_SAYING})
    let me (?:have|know)
    may i (?:have|ask|take|know|get)
    (?:can|could) (?:i|we|you) (?:have|get|take|ask|give|tell|share)
    i(?:'ll|'d| (?:will|would|just|also|still|only|then|do|really))* (?:need|require)
    i(?:'ll|'d| will| would| just| also| still)* (?:have to|must) ask
    i (?:can|could|would)(?: also| still| just)? use
    i(?:'ll|'d| will| would| must| also| just)* ask (?:you )?for
    (?:i'm|i am|we're|we are)(?: still| also| just| only)* missing (?:your|the)
    start with|(?:will|would) do|(?<!that )(?<!this )(?:is|are|would be) enough|suffices?|all i need
    """,
    r"""
    \w,? please[.!]?$
    """,
)
PAUSE = Cue(
    "moment moments second seconds sec minute minutes hold bear hang wait aware note worry let "
    "whenever",
    r"""
    (?:one|a|another|few|more) (?:short )?(?:moment|second|sec|minute)s?\
(?! (?!while|please|to|and|until|so|for|as|then|more)\w)
    hold (?:on|the line)
    bear with me|hang on|please wait|be aware|please note|worry|whenever you
    let me (?:see|check|look)
    """,
)
INJECTION = re.compile(
    alternatives(r"""
    ^\s*[{\[<][^?]*[}\]>]\s*$
    \b(?:your|hidden|initial|original|previous|above|system) instructions?\b
    \b(?:system prompt|your (?:goal|prompt|task)|verbatim|lorem)\b
    """)
)
_ASIDE = (
    r"(?:have|take|know|get|see|be|ask|enquire|inquire|please|call|help|assist|suggest|offer|first|"
    r"\w+ly|just|also|verify|check|look|confirm|speak|address|remind|note|recommend|trouble)\b"
)
"""What "may I" asks leave for that changes nothing."""

_ALOUD = r"(?:clarify|repeat|read|spell|say|explain)\b"

_DEED = (
    r"(?:booking|reservation|order|purchase|change|cancellation|switch|transfer|payment|refund|"
    r"return|exchange|request|complaint|removal|list|plan|proposal|summary|point|step|upgrade|swap|renewal|extension)s?\b"
    r"(?! (?:\w+ )?(?:number|code|id|date|day|amount|reference|address|name|reason|details)\b)"
)
"""What a yes is wanted to where it is to be confirmed; of anything else it is the value."""

CONFIRMATION = Cue(
    "shall should want like may can could right correct ok okay alright all fine good acceptable "
    "what confirm agree accept accurate order approve consent sure certain happy yes have ready "
    "proceed agreed go deal d richtig correcto correct exact soll korrekt ordnung works match "
    "green give take object suit sound sounds say are is do does will let respond type write wish "
    "confirmation submit book send continue unless objections need await awaiting require waiting "
    "verify y",
    rf"""
    (?:shall|should) i|shall we
    do you want me to|would you like me to|want me to
    (?:if|whether) you(?:'d| would) like me to (?!.*(?:any|some)thing)\w+
    (?:would|do) you still (?:like|want|wish)
    do you want to go|do you want th(?:e|at|is) \w+ to
    (?:may|can|could|should) i (?:now )?(?:go (?:ahead|on)|proceed|do that|continue)
    i may (?:go ahead|proceed)
    (?:would|do) you (?:like|want|wish) to (?:go (?:ahead|on)|proceed|continue)
    (?:is|are|does|do|would) (?:that|this|it|everything|all|the details|these)(?: all| of that)?\
(?: be| look| sound| seem)? (?:right|correct|ok|okay|alright|all right|good|fine|acceptable)
    (?:is|are) (?:\w+ ){{0,3}}(?:right|correct|accurate|acceptable|in order)(?=[^?]*\?)
    is (?:that|this|it)(?: really| indeed)? what you|if that's what you want
    do you (?:confirm|agree|accept|approve|consent)|if you agree
    are you (?:sure|certain|happy|fine|ok|okay|good|comfortable)
    have i (?:understood|got) (?:you|that|this|it|everything)(?: all)? (?:right|correctly)
    is (?:that|this) you(?=\W*\?)|any objections(?=\W*\?)|good to go(?=\W*\?)
    (?:kindly|explicitly|please|once you) (?:confirm|approve)(?: (?:it|this|that))?\
(?=\W*(?:$|\(|so\b))
    (?:can|could|would|will) you (?:please |kindly )?confirm(?=\W*$)
    confirm (?:the|this|that|your) (?:new )?{_DEED}
    (?:confirm|verify|check|approve) the (?:above|(?:\w+ ){{1,2}}above)
    (?<!will )(?<!'ll )(?<!would )(?<!'d )(?:need|await|awaiting|require|waiting for) your \
(?:\w+ )?(?:confirmation|approval|consent|go-ahead)
    (?:can|could) i (?:now |then )?(?!{_ASIDE}|{_ALOUD})\w+ (?:it|this|that|them|these)\
(?: off| out| over| up| in)?(?: for you| now)?(?=\W*\?)
    may i note (?:it|this|that|them)(?: down)?(?=\W*\?)
    (?:do|would) you (?:want|like) (?:to (?:do|go with|go for|take) )?(?:this|that|these)\
(?: one)?(?=\W*\?)
    do you want #?\d+(?=\W*\?)|unless you (?:tell me|say) otherwise
    let me know if you(?:'d| would) like to (?:go ahead|proceed|continue)
    you (?:ok|okay|fine) with
    please confirm|confirm (?:that|with|this|it|by)
    (?:say|reply|answer|type|respond|write)(?: with| back)? .?(?:yes|confirm|proceed|ok)|yes or no
    do i have your|ready for me to|ready to (?:go|proceed|submit|send|book)
    (?:okay|ok|alright|all right|fine) (?:to|if i)
    (?:does|would|will) (?:that|this|it|everything) work (?:for|with) you
    (?:give|have) (?:me )?(?:the|your) (?:ok|okay|go-ahead)
    are we (?:all )?(?:good|set|ready|okay|ok) to \w+
    (?:let me know|tell me) (?:if|whether) (?:i|we) (?:should|may|can|shall) \
(?!help|assist|be\b|do any)\w+
    if (?:this|that|it|everything|all)(?: is|'s| looks| sounds)(?: all)? \
(?:right|alright|correct|ok|okay|fine|good)
    (?:does|would|will) (?:that|this|it) suit you|sounds? (?:good|right|ok|okay)(?=\W*\?)|if yes
    (?:say|give me) the word
    if that works|match what you|green light|(?:give me|take that as) a yes|unless you object
    soll ich|ist das (?:so )?(?:richtig|korrekt|in ordnung)|es correcto|est-ce (?:correct|exact)
    """,
    rf"""
    (?:\b|^)(?:ok|okay|alright|all right|right|correct|yes|agreed|all good|sounds good)\s*\?+\s*$
    (?:\b|^)(?:go ahead|proceed|shall i|may i|deal|d'accord|correcto|richtig)\s*\?+\s*$
    ^(?:confirm|submit|continue|(?:book|send|do) (?:it|this|that))\s*\?+\s*$
    \byes ?/ ?no\b|\by ?/ ?n\b
    ^\s*(?:please )?confirm[.!]?\s*$
    \bmay i (?:now |then )?(?!{_ASIDE})\w+
    , (?:are we|do we|is it|aren't we|don't we|isn't it)\s*\?\s*$
    ^(?:happy|okay|ok|fine|good) with (?:that|this|it)\s*\?
    (?:^|[,;:–—] )(?:so |and |then )?(?:do|would) you (?:really |now )?(?:want|like|wish) to \
(?!{_ALOUD}|know\b|hear\b|change\b|add\b)\w+ (?:it|this|that|them)(?: now| then)?\s*\?
    """,
)
CONFIRM_FACT = re.compile(
    r"(?<!do you )\bconfirm (?:(?:for |to |with )?me )?(?:your|the|who|what|which|when|how)\b"
    rf"(?!(?: \w+){{0,2}} above\b| details\W*$| (?:new )?{_DEED})"
)
SELF_CHECK = re.compile(
    r"\bconfirm (?:that )?(?:(?:i'm|i am|we're|we are) (?:speaking|talking|chatting)"
    r"|(?:it's|it is|this is|you're|you are) (?:really |indeed )?(?:you|who|the)\b)"
)
"""What an agent that has to know who the user is wants to confirm for itself."""

INSTEAD = re.compile(
    r"\b(?:instead|alternative(?:ly|s)?|rather|(?:some|any)thing (?:else|different)"
    r"|(?:an)?other (?:option|way|solution|possibility))\b"
)
"""What makes a proposal beside a refusal one of something else than was asked for."""

ANOTHER_WISH = re.compile(
    r"(?:^|(?<=[,;:–—])|(?<=\band )|(?<=\bor )|(?<=\bbut ))"
    r"(?:(?!\b(?:and|or|but)\b)[^,;:–—])*\b(?:some|any)thing (?:else|different|other|further)\b"
    r"(?:(?!\b(?:and|or|but)\b)[^,;:–—])*"
)
"""A clause about another wish; what it asks is no question for a yes to this one."""

CHOICE = re.compile(r"(?<![\w-])or(?![\w-])")
YES_OR_NO = re.compile(
    r"\byes or no\b|\bor not\b"
    r"|\bor (?:can|shall|may|should) (?:i|we) (?:now )?"
    r"(?:go (?:ahead|on)|proceed|continue)\b(?! with)"
)
REFUSAL = Cue(
    "can cannot unable not isn aren impossible won decline declined refuse refused reject rejected "
    "denied turn forbid forbids prohibit prohibits against policy rule rules term terms we no don "
    "doesn does do excluded nothing only late expired over ended passed run hands afraid "
    "unfortunately regrettably sadly leider nicht es lo malheureusement pas system wish ship line "
    "outside luck void breaking table sorry rejects refuses declines blocks accepted valid "
    "eligible supported beyond power love like happy glad",
    r"""
    can't|cannot|can not|can never|unable|impossible
    not able|not (?:be )?(?:allowed|permitted|possible|eligible|accepted|available for)
    not (?:some|any)thing (?:that )?(?:i|we) (?:can|could|may)
    isn't (?:some|any)thing (?:that )?(?:i|we) (?:can|could|may)
    isn't (?:allowed|possible|permitted)|aren't (?:allowed|able)
    won't (?:be able|be possible|let|work|go)|(?:will|would) not be (?:able|possible)
    (?:to|must|have to|need to) (?:decline|refuse|reject|turn)
    (?:rejects|refuses|declines|blocks) (?:it|this|that|the|your)
    (?:isn't|aren't|is not|are not) (?:accepted|valid|eligible|supported)
    declin(?:e|ed)|denied|rejected|refused|excluded
    turn (?:it|that|this|you) down
    forbids?|prohibits?|against (?:our|the|company|my)
    (?:policy|rules?|terms) (?:does not|doesn't|do not|don't|say|prevent)
    we (?:do not|don't|never) \w+
    no (?:exceptions?|return|refund|longer possible)
    does(?:n't| not) (?:apply|qualify|cover|allow)|do(?:n't| not) qualify|not qualify
    nothing (?:more )?i can do|no way|no can do|only (?:accepted|possible|allowed) \w+|too late
    (?:warranty|voucher|card|code|period|deadline|offer|time) (?:\w+ ){0,4}?(?:expired|over|ended)
    (?:warranty|voucher|card|code|period|deadline|offer|time) (?:\w+ ){0,4}?(?:passed|run out)
    (?:my|the|our) system (?:blocks|refuses|does not|doesn't|won't)|i wish i could|ship has sailed
    out of my hands|beyond my (?:power|control|reach)|not (?:with)?in my power
    (?:would|'d) (?:love|like|be (?:happy|glad)) to\b[^.?]*\b(?:but|yet|however)\b\
(?!.*\b(?:need|first)\b)
    draw the line|outside (?:of )?what i|out of luck|void|off the table|no, sorry|sorry, no
    breaking (?:our|the|my) (?:rules?|policy)
    hands are tied|i'm afraid|i am afraid|unfortunately|regrettably|sadly
    leider|nicht möglich|no es posible|lo siento|malheureusement|pas possible
    """,
    r"""
    ^\s*no[.!]\s*$
    ^not (?:possible|allowed|permitted)
    """,
)
_CANNOT = "(?:can't|cannot|can not|unable|not able)"
_REGRET = (
    r"(?:\b(?:i'm|i am|we're|we are)? ?(?:so |very )?(?:afraid|sorry)|unfortunately|regrettably)"
)
_CLAUSE = r"(?:(?!\b(?:because|since|as)\b)[^,:;])*"
_BEGUN = rf"(?:^|(?<=[,:;])|(?<=[,:;] )|(?<=because )|(?<=since )|(?<=\bas )){_CLAUSE}"
"""What stands before in a clause; it is looked for from the beginnings of clauses only."""
_BREACH = r"(?:break|violat|infring|contraven|breach|going against|act(?:ing)? against)"
CANNOT = re.compile(rf"\b{_CANNOT}\b")
NO_REFUSAL = re.compile(
    rf"(?:{_REGRET},? (?:but )?)?(?:"
    + alternatives(rf"""
    {_BEGUN}\b{_CANNOT}\b{_CLAUSE}\b(?:(?:until|before|unless)|without (?!{_BREACH}))\b{_CLAUSE}
    {_BEGUN}\b{_CANNOT}\b[^:]*\bonce you\b.*
    \bonce you\b.*
    \bwithout (?:it|that|this|them|those|your|the|an?|any)\b[^,:;.]{{0,60}},?[^,:;.]{{0,20}}\
\b{_CANNOT}\b{_CLAUSE}
    \bif (?:you|it|that)\b.*\b(?:can't|cannot)\b
    {_BEGUN}(?:can't wait|(?:can't|cannot|can not) be (?:undone|reversed|taken back))
    \b{_CANNOT}\b[^,:;.]*\byet\b|\bcan't thank you enough
    \b{_CANNOT} (?:to )?(?:find|locate|see) (?:an?|any|the|your) (?:account|record|profile)\b
    \b(?:do not|don't) want to keep you\b|\b(?:do not|don't|never) charge\b
    \bwe (?:do not|don't|never|would never) (?:share|store|sell) your\b
    (?:n't|\bnot|\bnever) (?:\w+ )?(?:too late|excluded|against)\b
    \bthere (?:will be|is|are) an? (?:\w+ )?(?:fee|charge|wait|delay)\b
    \bi (?:didn't|did not|couldn't) (?:quite )?(?:catch|hear|get|understand)\b
    \bi need (?:an?|some|your|more)\b
    \b(?:i've|i have) (?:\w+ly |now |just )?(?:declined?|rejected|refused)\b\
(?! (?:it|this|that|your (?:request|wish|claim|application))\b)
    """)
    + ")"
)
"""Clauses that say what cannot be done yet or any more: "I cannot look before I know your name"."""

CLOSING = Cue(
    "anything something else more further other another all everything will there set done have "
    "wish goodbye bye care see issue problem request solve solves solved help next cheerio enjoy "
    "service wishes list covered cover missed miss forgotten forget question questions "
    "sonst algo autre",
    r"""
    (?:any|some)thing (?:else|more|further|other)
    what else|nothing else|any (?:other|further|more) \w+
    (?:another|other|further) (?:matter|question|wish|request|way|issue)s?
    (?:is|was|be) (?:that|there|this) (?:all|everything)
    (?:that|this) be (?:all|everything)
    that(?:'s| is| was)? (?:all|everything)(?: for today| you needed| for now)?(?=\s*\?|$)
    will that be|is there (?:more|still|any)|or is there more
    (?<!it )(?<!this )(?<!that )(?<!them )all (?:set|done)|you're done
    have a (?:\w+ )?(?:nice|good|great|lovely|wonderful|pleasant|fantastic|beautiful)
    wish you a|goodbye|good bye|bye|take care|see you
    is your (?:issue|problem|request)|solve[sd]? your
    help you with today|need help with an|be of service|further wishes|on your list
    what's next|are we done|cheerio|enjoy (?:the|your)
    (?:have|did) (?:i|we) (?:cover(?:ed)?|miss(?:ed)?|forget|forgotten) (?:every|any)thing
    answers? (?:all )?(?:of )?your questions?
    sonst noch|algo más|autre chose
    """,
    r"""
    ^\s*(?:anything|something|else|more|what else)\s*(?:else)?\s*\?
    """,
)
NEEDLESS = Cue(
    "no don not needn won",
    r"""
    (?:no need|(?:don't|do not|won't|will not) (?:need|have)|needn't|need not)\
(?: for you)?(?: to)? \w+[^,;:.!?—–]*
    """,
)
"""What nobody needs to do: "no need to repeat those"."""

NO_CLOSING = re.compile(
    alternatives(r"""
    \b(?:else|more|further|other|everything|all)\b.{0,30}? (?:about|regarding|concerning) (?!you\b)
    \b(?:else|more|further|other|everything|all)\b.{0,40}? (?:on|for|with|to) (?:this|that|the|it\b\
|your (?:order|booking|case|request|purchase|invoice|bill|account))(?! (?:list|moment|day|time|now))
    \b(?:i|we) (?:should|need to|must|ought to|have to) know\b
    \bbefore (?:i|we) (?!(?:let|leave|close|end|finish|hang|say|part|stop|wrap|transfer|hand|\
connect|put|pass|refer|forward)\b)
    \b(?:to|can) (?:identi[ft]|verif|prove\b|authenticate\b)
    """)
)
"""What makes "anything else?" a question about the wish at hand: "... about this", "before I"."""

IDENTITY = Cue(
    "identity identify authenticate verify verified verification who you details find owner holder "
    "prove up security",
    r"""
    identity|identify|authenticate|verify|verified|verification
    who you are|it's (?:really )?you|really you|prove that
    owner of (?:this|the) account|account (?:holder|owner)|security (?:check|question)s?
    account details|some details|your details|which details
    look you up|find you
    """,
)
NEEDED = re.compile(
    r"\?|\b(?:to|must|need|needs|needed|require|required|requires|please|kindly|before|until|once|"
    r"first|for|can't|cannot|can|could|who|which|what|share|provide|give|tell|confirm)\b"
)
"""Without one of these nobody asks who the user is: "all verified!"."""

IDENTIFIED = re.compile(
    r"^(?!.*\b(?:once|until|before|unless|if|when|after)\b).*"
    r"(?:\b(?:have|has|been|now|successfully|are|is)|['’](?:ve|re|s))(?: \w+)? "
    r"(?:verified|identified|authenticated)\b|\bthank(?:s| you)[^.]*\bverifying\b"
    r"|\bidentity (?:is|was|has been)(?: \w+)? \w+ed\b|['’]ve \w+ed your identity\b"
)
"""Says that it is known who the user is."""

HAND_OVER = re.compile(
    r"\b(?:transfer|transferring|hand|handing|connect|connecting|put|putting|pass|passing|refer"
    r"|referring|forward|forwarding) you\b"
)
"""Announces that somebody else goes on; whoever hangs up now is not handed over."""

VERB_GROUPS: tuple[re.Pattern[str], ...] = (
    re.compile(
        alternatives(r"""
        \b(?:re-?start|re-?boot|power[- ]?cycle|reset|unplug)
        \b(?:off|out)(?: for [\w ]{1,20})? and (?:then )?(?:back )?(?:on|in)
        """)
    ),
    re.compile(
        r"\b(?:switch|toggle|turn|flip|flick|tap|set(?!tings?)|enable|disable|activate|deactivate)"
    ),
    re.compile(
        r"\b(?:look|check|read|see|watch|inspect|show|tell|which|what|are|is|colou?r|view|press)\b"
    ),
)
"""Verbs that ask for much the same thing to be done."""
