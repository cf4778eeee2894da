"""The grammar of agents' words: what each act sounds like, one pattern a line.

Patterns are meant for one sentence in lower case, its slips mended. A cue is looked for only where
one of its trigger words stands, which keeps listening cheap. German, French and Spanish have a few
words each, enough for the commonest questions. Refusing and closing stand in `endings`.
"""

import re

from autoforge_envs.users.cues import Cue, alternatives

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
    r"(?:^|[,;:—–-] )(?:so |and |then |now )*(?:(?:up to|to|for|at|on|by|in|of|until|from) )?"
    rf"{_WH}\b[^,]*"
    r"\b(?:(?:shall|should|can|could|may) (?:i|we)|(?:would|do|did) you (?:like|want) (?:me|us)"
    r"|(?:would|do) you (?:like|want|wish|prefer) (?:to (?:do|proceed|continue|go)|it|this|that))\b"
)
COURTESY = re.compile(
    r"^\W*(?:so |and |then )?(?:(?:is|are|would|will|does|do|was) (?:that|this|it|you|we)"
    r"(?: (?:be|all|work|sound|make|happy|comfortable|still|clear|understood|suit))*"
    r"(?: (?:ok|okay|fine|good|alright|all right|acceptable|clear|sense|understandable))?"
    r"(?: (?:for|with|by) (?:you|that|this|it))?"
    r"|(?:shall|can|may|should) (?:we|i) (?:move|go|carry|continue|proceed)\b.*"
    r"|(?:go|carry|move) on"
    r"|(?:would|do) you (?:like|want|wish) to (?:proceed|continue|go on|move on)\b.*"
    r"|are you (?:\w+ )?(?:sure|certain) (?:that )?you (?:don't|do not)\b.*"
    r"|(?:ok|okay|fine|alright|all right)(?: (?:for|with|by) (?:you|that))?)\s*\?\s*$"
)
"""Asks politely whether a refusal is taken, and wants no yes to anything."""

BARE_YES_OR_NO = re.compile(
    r"^\W*(?:please |just )?(?:(?:say|answer|reply|type|write) (?:with )?)?"
    r"\W?yes\W{0,3}(?:or |/ ?)\W?no\b(?:,? please)?\W*$"
)
"""How a question is to be answered, and no question of its own."""

INVERSE = re.compile(
    r"\b(?:any(?:thing)? (?:objections?|against|wrong)|(?:do|would) you (?:mind|object)"
    r"|reason not to|unless you object)\b"
)
"""Asks so that who agrees says no."""

AGAIN = Cue(
    "repeat spell say said catch hear get read make come pardon once again more was",
    r"""
    (?:repeat|spell) (?:it|that|this|these|those|them)
    (?:(?:can|could|would|will) you (?:\w+ )?|please |\byou to )say (?:it|th(?:at|is|ese|ose|em))
    ^(?:sorry,? )?say (?:it|that|this) (?:again|once)
    (?:didn't|did not|couldn't|could not) (?:quite )?(?:catch|hear|get|read|make out)
    come again|pardon
    """,
    r"""
    ^(?:sorry,? )?(?:once more|again|one more time|what was (?:that|it))(?:,? please)?\s*[?.!]
    """,
)
"""Asks to hear the last words again."""

REST = re.compile(
    r"^\W*(?:(?:and|so|now|ok|okay|then|also),? )*(?:(?:what (?:about|is|was)|what's) )?the "
    r"(?:last|other|remaining|missing|third|fourth|rest|others)"
    r"(?: (?:one|ones|two|three|thing|things|answer|answers))?(?:,? please)?\W*\?"
)
"""Asks for what was asked before and is not answered yet."""

BACKWARD = re.compile(
    r"\b(?:what(?:'s| is| was) it|it'?s number|(?:look|read|spell) it)\b"
    r"|\b(?:send|give|share|provide|state|have|get|tell)\b[^?.]{0,16}\b(?:them|these|those)\b"
    r"|\b(?:could|can|would|will) you (?:please |kindly |mind )?"
    r"(?:add|includ|suppl|provid|shar|giv|tell|send|stat)\w*(?: me)?(?: with)? (?:it|that|them)\b"
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
    "require ask start missing do please enough suffice suffices all kindly reply respond answer "
    "back",
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
    start with|(?<!i )(?<!we )(?:will|would) do
    (?<!that )(?<!this )(?:is|are|would be) enough|suffices?|all i need
    """,
    r"""
    (?:^\W*|\b(?:please|kindly|just|simply|then|you) )(?:reply|respond|answer|write back|come back\
|get back to me) with\b(?!\W*(?:\w+ ){0,3}(?:yes|no|ok|okay|confirm|proceed|go)\b)
    \w,? please(?:[.!]?$|, (?:and|then|plus|also)\b)
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
_TAKEN = (
    r"(?:it|this|them|\d[\d.,]*"
    r"|that(?: (?:amount|sum|money|payment|fee|charge|total|price|deposit))?)"
    r"(?: (?:now|today|from|off|out|as|to|by|with)\b[^?]*)?\W*$"
)
"""What leave is asked to take where it is no detail: "that amount now"."""

_ASIDE = (
    rf"(?:have|take(?! {_TAKEN})|know|get|see|be|ask|enquire|inquire|please|call|help|assist|"
    r"suggest|offer|first|(?!(?:ap|sup|re|im)ply\b)\w+ly|just|also|verify|check|look|confirm|speak|address|"
    r"remind|note|recommend|trouble)\b"
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
    "confirmation submit book send continue unless objections object capture mind reason wish "
    "permission agreeable suits everything need await awaiting require waiting "
    "verify y board by",
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
(?: be| look| sound| seem)?\
 (?:right|correct|ok|okay|alright|all right|good|fine|acceptable|in order)
    (?:is|are) (?:\w+ ){{0,3}}as you(?:'d| would)? (?:like|want|wish|need)(?=[^?]*\?)
    (?:does|would|will) (?:that|this) work(?=\W*\?)|is (?:that|this|it) a (?:\w+ )?yes
    (?:is|are) (?:\w+ ){{0,3}}(?:right|correct|accurate|acceptable|in order)(?=[^?]*\?)
    is (?:that|this|it)(?: really| indeed)? what you|if that's what you want
    do you (?:confirm|agree|accept|approve|consent|permit|authori[sz]e)|if you agree
    ^you (?:are )?agreed?(?=\W*\?)
    are you (?:\w+ )?(?:sure|certain|happy|comfortable)|happy for me to|on board with
    (?:ok|okay|fine|good|alright) (?:for|by|with) you(?=\W*\?)
    (?:a|one) (?:\w+ )?yes (?:is|will|would|suffices|from)|get (?:a|your) yes
    (?:as soon as|once|when) you(?:'ve)? (?:agree|agreed|say yes|said yes)
    should (?:that|this|it|they) be \w+(?: now)?(?=\W*\?)
    are you (?:fine|ok|okay|good)(?= (?:with|to|if)\b)
    have i (?:understood|got) (?:you|that|this|it|everything)(?: all)? (?:right|correctly)
    is (?:that|this) you(?=\W*\?)|any objections(?=\W*\?)|good to (?!know|hear|see)\w+(?=\W*\?)
    (?:kindly|explicitly|please|once you) (?:confirm|approve)(?: (?:it|this|that))?\
(?=\W*(?:$|\(|so\b))
    (?:can|could|would|will) you (?:please |kindly )?confirm(?=\W*$)
    confirm (?:the|this|that|your) (?:new )?{_DEED}
    (?:confirm|verify|check|approve) the (?:above|(?:\w+ ){{1,2}}above)
    (?<!will )(?<!'ll )(?<!would )(?<!'d )(?:need|await|awaiting|require|waiting for) your \
(?:\w+ )?(?:confirmation|approval|consent|go-ahead|ok|okay|permission|authori[sz]ation)
    (?:can|could) i (?:now |then )?(?!{_ASIDE}|{_ALOUD})\w+ (?:it|this|that|them|these)\
(?: off| out| over| up| in)?(?: for you| now)?(?=\W*\?)
    may i note (?:it|this|that|them)(?: down)?(?=\W*\?)
    (?:do|would) you (?:really |still )?(?:want|like) (?:to (?:do|go with|go for|take) )?\
(?:this|that|these|it|them|those)\
(?: one)?(?=\W*\?)
    do you want #?\d+(?=\W*\?)|unless you (?:tell me|say) otherwise
    let me know if you(?:'d| would) like to (?:go ahead|proceed|continue)
    you (?:ok|okay|fine) with
    please confirm|confirm (?:that|with|this|it|by)
    (?:say|reply|answer|type|respond|write)(?: with| back)?(?: the word| an?)? \
.?(?:yes|confirm|proceed|ok)|yes or no
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
    (?:say|give me) the word|will that do(?=\W*\?)|(?:does|do) (?:that|this|these) capture
    everything (?:right|correct|in order)|is it your wish that|(?:do|would) you mind if (?:i|we)
    (?:if|would) (?:that|this|it)(?: is|'s| be)? (?:agreeable|suits?)|any reason not to
    (?:please )?give (?:me )?your (?:consent|permission)|do you object
    if that works|match what you|green light|(?:give me|take that as) a yes|unless you object
    soll ich|ist das (?:so )?(?:richtig|korrekt|in ordnung)|es correcto|est-ce (?:correct|exact)
    """,
    rf"""
    (?:\b|^)(?<!are you )(?:ok|okay|alright|all right|right|correct|yes|agreed|all good\
|sounds good)\s*\?+\s*$
    ^(?:sure|go|(?:go|carry) on)\s*\?+\s*$
    (?:^|[,;:–—-] )fine\s*\?+\s*$
    ^(?:are you )?(?:all )?ready to (?!talk|start|begin|hear|listen|tell|give|share|provide|answer\
|note|write|help)\w+\b[^?]*\?
    (?:\b|^)(?:go ahead|proceed|shall i|may i|deal|d'accord|correcto|richtig)\s*\?+\s*$
    ^(?:confirm|submit|continue|(?:book|send|do) (?:it|this|that))\s*\?+\s*$
    \byes ?/ ?no\b|\by ?/ ?n\b
    ^\s*(?:please )?confirm[.!]?\s*$
    \bmay i (?:now |then )?(?!{_ASIDE})\w+
    , (?:do we|is it|aren't we|don't we|isn't it)\s*\?\s*$
    ^(?=(?:\w+\W+){{5}}).*, are we\s*\?\s*$
    ^(?:happy|okay|ok|fine|good) with (?:that|this|it)\s*\?
    (?:^|[,;:–—] )(?:so |and |then )?(?:do|would) you (?:really |now )?(?:want|like|wish) to \
(?!{_ALOUD}|know\b|hear\b|change\b|add\b)\w+ (?:it|this|that|them)(?: now| then)?\s*\?
    """,
)
CONFIRM_FACT = re.compile(
    r"(?<!do you )\bconfirm (?:(?:for |to |with )?me )?(?:your|the|who|what|which|when|how)\b"
    rf"(?!(?: \w+){{0,2}} above\b| details\W*$| (?:new )?{_DEED})"
)
CONFIRMING = re.compile(r"\bconfirm\b(?=[^.!?]*(?::|\?|\b(?:following|below|details)\b))")
"""Leads to a list of what is to be confirmed, if one follows."""

CHOOSING = re.compile(
    r"\b(?:choose|options?|choices?|pick|select|prefer|proceed|reply|respond|answer|decide|decision"
    r"|(?:what|which|how)\b[^?]*(?:\b(?:would|do) you|\byou'd) (?:like|want|wish)|let me know)\b"
)
"""Leads to a choice."""

SELF_CHECK = re.compile(
    r"\bconfirm (?:that )?(?:(?:i'm|i am|we're|we are) (?:speaking|talking|chatting)"
    r"|(?:it's|it is|this is|you're|you are) (?:really |indeed )?(?:you|who"
    r"|the (?:\w+ ){0,2}(?:holder|owner|member|customer|subscriber|tenant|person|patient|guest))\b)"
)
"""What an agent that has to know who the user is wants to confirm for itself."""

INSTEAD = re.compile(
    r"\b(?:instead|alternative(?:ly|s)?|rather|(?:some|any)thing (?:else|different)"
    r"|(?:an)?other (?:option|way|solution|possibility))\b"
)
"""What makes a proposal beside a refusal one of something else than was asked for."""

ANOTHER_WISH = re.compile(
    r"(?:^|(?<=[,;:–—])|(?<=\band )|(?<=\bor )|(?<=\bbut ))"
    r"(?:(?!\b(?:and|or|but)\b)[^,;:–—])*(?:\b(?:some|any)thing (?:else|different|other|further)"
    r"|\b(?:on|over) to (?:the|your) next"
    r"|\byour (?:other|next|remaining) (?:concern|issue|matter|point|question|request|thing|wish)"
    r"(?:e?s)?)\b"
    r"(?:(?!\b(?:and|or|but)\b)[^,;:–—])*"
)
"""A clause about another wish; what it asks is no question for a yes to this one."""

CHOICE = re.compile(r"(?<![\w-])or(?![\w-])")
YES_OR_NO = re.compile(
    r"\byes or no\b|\bor not\b"
    r"|\bor (?:can|shall|may|should) (?:i|we) (?:now )?"
    r"(?:go (?:ahead|on)|proceed|continue)\b(?! with)"
)

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

ELSE = re.compile(r"\b(?:else|more|further|other|another|next|additional|left|remaining)\b")
"""Without one of these no sentence but a question asks for further wishes."""

EXTRA = re.compile(
    r"^(?:(?:and|also|so|then|or),? )*(?:(?:would|do|will) you (?:also |perhaps |maybe |still )?"
    r"(?:like|want|need|care for|be interested)(?! (?:it|this|that|them|these|those|one)\b)"
    r"|are you interested|can i interest you)\b"
    r"(?!.*\bor\b)",
    re.MULTILINE,
)
"""Asks whether something that nobody asked for is wanted, too."""

WHETHER = re.compile(
    r"(?:^|(?<=[.!,;:] )|(?<=\band )|(?<=\bbut ))(?:are|is|was|were|do|does|did|have|has) "
    r"(?:you|i|we|that|this|it|they|there|everything)\b",
    re.MULTILINE,
)
"""Asks whether something is so, and for no fact."""

ASKS_FOR = re.compile(
    rf"\b(?:{_WH}|whose|whom|tell|give|share|provide|state|send|need|name|your|missing)\b"
)
"""Without one of these no question is for a fact."""

POSSESSION = re.compile(r"\bdo you (?:happen to |perhaps |also )?have (?:an?|any|some)\b")
"""Asks whether the user has something."""

DEED = re.compile(
    r"\b(?:can|could|would|will) you (?:please |kindly |just |quickly )?"
    r"(?:restart|reboot|switch|turn|open|press|unplug|plug|move|try|take|go|download|update|click)\b"
)
"""Asks the user to do something."""

WANTED_LIST = re.compile(
    r"^(?:[\w ]{1,20}: )?(?:(?:now|next|and|also|then|plus|first)[:,]? ){0,4}your "
    r"(?=[^\n]*?(?:,| and| or) (?:also )?(?:your|the) )[\w', -]+[.!]?$"
)
"""Consists of nothing but what is asked for: "Your name, your PIN and your postal code."."""

AFTERTHOUGHT = re.compile(r"^(?:(?:and|also|plus|then) ){1,4}(?:your|the) [\w', -]+[.!]?$")
"""What is asked for, too, behind a question: "Also the PIN."."""

FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|must|should|do|does|did|be|been)\b"
)
"""A verb that makes a sentence of words."""

PREFERENCE = re.compile(
    r"\b(?:how|which|what)\b[^\n?]{0,40}\b(?:prefer|would you like|do you want|would you want)\b"
    r"|\bdo you (?:have a preference|prefer)\b|\byou prefer"
    r"|\bwhether you(?:'d| would)? (?:want|like)\b"
    r"|\b(?:which|what)\b[^\n?]{0,40}\bshould (?:i|we) (?:use|take|charge)\b"
)
"""Asks what somebody likes best."""

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
