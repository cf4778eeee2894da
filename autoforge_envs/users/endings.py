"""What agents sound like when they refuse, and when they are done; see `grammar`."""

import re

from autoforge_envs.users.cues import Cue, alternatives
from autoforge_envs.users.vocabulary import ROW_KEY

_END = r"(?=\s*(?:$|[,;:.!?)\n–—]))"
_PAST_HELP = (
    r"(?:delivered|shipped|dispatched|departed|arrived|expired|lapsed|too late|under way"
    r"|(?:days?|weeks?|months?) (?:ago|late))"
)
"""How things stand of which nothing can be changed: no deeds of the agent."""

_REQUESTABLE = (
    r"(?:change|return|refund|exchange|cancellation|waiver|discount|credit|compensation|extension"
    r"|upgrade|downgrade|renewal|swap|transfer|replacement|withdrawal|switch|correction|removal"
    r"|reimbursement|payout)s?"
)
_UNCHANGED = (
    r"(?:the |its |your )?(?:it|address|date|time|name|price|fare|fee|charge|amount|booking|order"
    r"|purchase|plan|seat) (?:stays?|(?:(?:is|are|stays?) )?(?:locked|final))"
)
CLIPPED_DENIAL = (
    r"(?:so |and )?(?:no "
    r"(?:(?!(?:price|fare|fee|cost|rate|further|more|extra|other|big|visible)\b)\w+ )?"
    rf"{_REQUESTABLE}|{_UNCHANGED}){_END}"
)
"""What denies in few words behind its reason: "Delivered, no address change", "..., it stays"."""

REFUSAL = Cue(
    "can cannot unable not isn aren impossible won decline declined refuse refused reject rejected "
    "denied turn forbid forbids prohibit prohibits against policy rule rules term terms we no don "
    "doesn does do excluded nothing only late expired over ended passed run hands afraid "
    "unfortunately regrettably sadly leider nicht es lo malheureusement pas system wish ship line "
    "outside luck void breaking table sorry rejects refuses declines blocks accepted valid "
    "eligible supported beyond power love like happy glad turning turned far than answer final "
    "sales past could ruled limits drawn closed lapsed ran pass disappoint stays stay locked wait",
    rf"""
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
    turn(?:ing|ed)? (?:it|that|this|you) down|(?:was|were|been|is|are|be) turned down
    (?:i|we)(?:'m|'re|'ve| am| are| have| had| must)?(?: to| \w+ly)* turn(?:ing|ed)? down\
(?! (?:the |your )?(?:heat|volume|bright|light|music|temperature|thermostat|sound))
    (?:must|have to|has to|need to|got to|going to) say no
    answer (?:\w+ ){{0,3}}?(?:has to be|must be|is|will be|would be|stays) (?:a )?no(?!\w|-)
    (?:it's|that's|it is|that is) a no(?! \w|-)|a no from|no-go|would if (?:i|we) could
    (?:must|have to|'ll|will|need to|going to) pass on (?:it|that|this)(?: one)?\
(?=\s*(?:$|[,;:.!?]))
    (?:must|have to|hate to|need to|going to|sorry to) disappoint
    (?:more|further|longer|higher|later|earlier) than (?:i|we)(?:'m| am|'re| are)? \
(?:can|could|may|allowed|permitted)(?! (?:say|wish|ask|hope|thank|tell)\b)
    (?:is|was|'s) as (?:far|much|high|low|long|late) as (?:i|we) (?:can|may|could)\
(?! (?:see|tell|say|judge|remember)\b)
    nothing to (?:give|send|offer|refund|waive|credit|grant|issue|swap|hand out|pay (?:out|back))
    no (?!charge|cost|fee|payment|need|problem|worr|rush|hurry|access|account|way|one|more)\
[a-z]+(?: [a-z]+)? (?:before|until|without|unless) (?!(?:i|we|you|your)\b)
    forbids?|prohibits?|against (?:our|the|company|my)
    (?:policy|rules?|terms) (?:does not|doesn't|do not|don't|say|prevent)
    we (?:do not|don't|never) \w+
    no (?:exceptions?|return|refund|longer possible)
    does(?:n't| not) (?:apply|qualify|cover|allow)|do(?:n't| not) qualify|not qualify
    nothing (?:more )?i can do|no way|no can do|only (?:accepted|possible|allowed) \w+|too late
    (?:warranty|voucher|card|code|period|deadline|offer|time|window|term) (?:\w+ ){{0,4}}?\
(?:expired|over|ended|passed|r[ua]n out|lapsed)
    (?:window|period|deadline|registration) (?:\w+ ){{0,4}}?closed
    {_PAST_HELP}(?: [^,;:.!?]{{0,30}})?[,;:–—] {CLIPPED_DENIAL}
    (?:is|are|'s|'re|was) (?:well |long |already |now )*past (?:the|its|your|our) (?:\w+ )?\
(?:period|deadline|limit|window|term|date)
    final sale|sales? (?:is|are) (?:always )?final
    (?:my|the|our) system (?:blocks|refuses|does not|doesn't|won't)|ship has sailed
    (?:i|we)(?: \w+ly)? wish (?:i|we|there|it|that|this) (?:could|were|was)
    out of my hands|beyond my (?:power|control|reach)|not (?:with)?in my power
    (?:i|we)(?: would|'d) (?:love|like|be (?:happy|glad)) to\b[^.?]*\b\
(?:but|yet (?=i|we|it|that)|however)\b\
(?!.*\b(?:need|first)\b)
    draw (?:a|the) line|line is drawn|ruled out|off limits
    (?:over|above|beyond) what (?:i|we)(?:'m|'re| am| are| can| may)
    outside (?:of )?what i|out of luck|void|off the table|no, sorry|sorry, no
    breaking (?:our|the|my) (?:rules?|policy)
    hands are (?:tied|bound)|(?:it|this|that|they)(?:'ll| will)? (?:has|have) to wait{_END}
    i'm afraid|i am afraid|unfortunately|regrettably|sadly
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
_DAY = (
    r"(?:the |next )?(?:\d|(?:mon|tues|wednes|thurs|fri|satur|sun)day|week|month|year|january"
    r"|february|march|april|may|june|july|august|september|october|november|december)"
)
_ABOUT = rf"^\W*(?:(?:so|then|and|ok|okay|the|your|quote) )*{ROW_KEY}\b(?: ?\([^()]*\))?"
"""What a sentence about a row begins with: "QTE-1 (camera, original part): "."""

CANNOT = re.compile(rf"\b{_CANNOT}\b")
NO_REFUSAL = re.compile(
    rf"(?:{_REGRET},? (?:but )?)?(?:"
    + alternatives(rf"""
    {_BEGUN}\b{_CANNOT}\b{_CLAUSE}\b\
(?:(?:until|before|unless)(?! {_DAY})|without (?!{_BREACH}))\b{_CLAUSE}
    {_BEGUN}\b{_CANNOT}\b[^:]*\bonce you\b.*
    \bso (?!(?:i|we|you|it|that|this|these|those|the|your|there)\b)[^,:;]*\b{_CANNOT}\b[^,:;]*\
\bany ?(?:more|longer)\b
    \bonce you\b.*
    \bwithout (?:it|that|this|them|those|your|the|an?|any)\b[^,:;.]{{0,60}},?[^,:;.]{{0,20}}\
\b{_CANNOT}\b{_CLAUSE}
    \bif (?:you|it|that)\b.*\b(?:can't|cannot)\b
    {_BEGUN}(?:can't wait|(?:can't|cannot|can not) be (?:undone|reversed|taken back))
    \b{_CANNOT}\b[^,:;.]*\byet\b|\bcan't thank you enough
    \b{_CANNOT} (?:to )?(?:find|locate|see) (?:an?|any|the|your) (?:account|record|profile)\b
    \byou {_CANNOT} (?:go wrong|beat that)\b|\bi {_CANNOT} complain(?=\W*$)
    \b(?:it|that|this) {_CANNOT} hurt\b|\bwon't (?:let you down|go (?:wrong|amiss))\b
    \bwe (?:do not|don't|never|would never) (?:mind|sleep|bite|forget (?:a|our) customers?)\b
    \b(?:do not|don't) want to keep you\b|\b(?:do not|don't|never) charge\b
    \bwe (?:do not|don't|never|would never) (?:share|store|sell) your\b
    (?:n't|\bnot|\bnever) (?:\w+ )?(?:too late|excluded|against)\b
    \bthere (?:will be|is|are) an? (?:\w+ )?(?:fee|charge|wait|delay)\b
    \bi (?:didn't|did not|couldn't) (?:quite )?(?:catch|hear|get|understand)\b
    \bi need (?:an?|some|your|more)\b
    \b(?:i've|i have) (?:\w+ly |now |just )?(?:declined?|rejected|refused)\b\
(?! (?:it|this|that|your (?:request|wish|claim|application))\b)
    (?:^\W*|(?:\b(?:would|can|could|shall)|'d|:) )(?:also |now |then |\w+ly )*+decline\
(?! (?:to|it|this|that|your|the (?:request|wish|change|claim|application))\b)(?= \w)
    {_ABOUT}(?: for [^,;:]*)?[,:] decline\b(?=(?: it| this| that)? for (?:the |a )?\d|\W*\?|,? \
(?:(?!above|over|below|under|only|beyond|limit|cap|claim)\w+ ){{0,3}}(?:fee|charge|\d+\.\d\d)\b)
    {_ABOUT} (?:would|should|shall|is to|to) (?:now |then )?be declined\b
    (?:{_ABOUT}:? ?|^\W*(?:(?:ok|okay|done|quote)[,:]? )*)declined[,;:] \
(?:(?!above|over|only|limit|cap)[a-z]+ ){{0,4}}\d+\.\d\d(?: is| are)?(?: now)? \
(?:due|to pay|payable|charged)\b
    """)
    + ")"
)
"""Clauses that say what cannot be done yet or any more: "I cannot look before I know your name".

So is what somebody else cannot do, for something was done: "It's blocked, so nobody can use it".
"""

_WISHES = r"(?:thing|wish|request|matter|concern|problem|issue)(?:e?s)?"
_STOPPING = (
    r"(?=\s*(?:\?|,? or (?:(?:may|can|shall|should|do|are|is|was) (?:i|we|you|that|this|it)"
    r"|that's|finish|done|stop|bye)\b))"
)
"""Nothing follows, or only whether that was all: "one more wish, or may I let you go?"."""

_MORE_WORK = r".*\b(?:moment|second|minute|let me|i'll|i will|i'm going to|next)\b"
"""What announces that there is more to come: "all done; let me look at the other one"."""

CLOSING = Cue(
    "anything something else more further other another all everything will there set done have "
    "wish goodbye bye care see issue problem request solve solves solved help next cheerio enjoy "
    "service wishes list covered cover missed miss forgotten forget question questions how what "
    "assistance support left additional overlooked beyond it remaining besides more was "
    "now lot best safe bon pleasure other second third wishes requests "
    "sonst algo autre",
    rf"""
    (?:any|some)thing (?:else|more|further|other)
    what else|nothing else|any (?:other|further|more) \w+
    (?:how|who) else (?:can|may|could)|what more can|anything additional
    (?:further|additional|more|other|any) (?:assistance|help|support)(?! (?:desk|line|page))
    (?:assist|help) you (?:any )?further|left to do|another thing(?! about)
    (?:any|some)thing (?:that )?(?:i|we)(?:'ve| have)? (?:missed|forgotten|forgot|overlooked)
    does (?:that|this) cover (?:everything|it|all)
    what would you like (?:me |us )?(?:to do )?next|what (?:comes|is) next|next (?:topic|item)
    what(?:'s| is| was| were) (?:the|your) (?:other|second|third|next|remaining) \
(?:thing|point|wish|request|question|one|matter|issue|concern|item)s?\b(?! (?:about|on|with))
    your (?:other|next|remaining) \
(?:thing|point|wish|request|question|matter|issue|concern)(?:e?s)?(?=\s*\?)
    what (?:can|shall|should|could) (?:i|we) (?:do|tackle|look at|help)(?: \w+){{0,4}} next
    beyond that|was that it(?=\W*\?)|remaining (?:requests|wishes|questions|items)
    anything (?:left|besides)|let me know if there(?:'s| is) (?:more|anything)
    (?:another|other|further) (?:matter|question|wish|request|way|issue)s?
    (?:is|was|be) (?:that|there|this) (?:all|everything)(?! (?:right|ok|okay|fine|correct)\b)
    (?:that|this) be (?:all|everything)(?! (?:right|ok|okay|fine|correct)\b)
    that(?:'s| is| was)? (?:all|everything)(?: for today| you needed| for now)?(?=\s*\?|$)
    that(?:'s| is| was) (?:all(?: of it)?|everything|the lot)\
(?:,? (?:i think|i believe|isn't it|right|correct|then|yes|for today|for now))+(?=\s*\?)
    that(?:'s| is| was) (?:all of it|the lot)(?=\s*\?)
    will that be|is there (?:more|still|any)|or is there more
    (?:you(?:'re| are| should be| must be)|(?:we|they)(?:'re| are)|i'm|i am|everything(?:'s| is)\
|now)(?: now)? all (?:set|done)(?!{_MORE_WORK})
    you're done
    have a (?:\w+ )?(?:nice|good|great|lovely|wonderful|pleasant|fantastic|beautiful)
    wish you a|goodbye|good bye|bye|take care|see you
    (?<!what )(?<!exactly )is your (?:issue|problem|request)|solve[sd]? your
    help you with today|need help with an|be of service|further wishes|on your list
    what's next|are we done|cheerio|enjoy (?:the|your)|(?:on|over) to (?:the|your) next
    (?:have|did) (?:i|we) (?:cover(?:ed)?|miss(?:ed)?|forget|forgotten) (?:every|any)thing
    answers? (?:all )?(?:of )?your questions?
    all the best(?= with\b|\s*(?:$|[,.!]))|safe (?:travels|journey|trip|flight)|bon voyage
    (?:was|been) (?:an? |my |our )?(?:\w+ )?pleasure
    sonst noch|algo más|autre chose
    (?<!the )(?<!your )(?<!this )(?<!that )(?<!ask )(?<!ask you )(?<!ask one )(?<!ask you one )\
(?:other|more|further) (?:{_WISHES}|something|anything){_STOPPING}
    (?:want|need|wish)(?: for)?(?: some| any)? more{_STOPPING}
    (?:finish|finished|done|stop) or (?:do )?(?:you )?(?:want|need|have|wish)(?: for)? \
(?:some |any )?(?:more|other)(?: \w+)?(?=\s*\?)
    (?<!about )(?<!for )(?<!on )(?<!with )any (?:wish|request)(?:es|s)?{_STOPPING}
    what (?:more|other {_WISHES}) (?:do )?you (?:want|need|have|wish)(?: for)?(?=\s*\?)
    """,
    rf"""
    ^\s*(?:anything|something|else|more|what else)\s*(?:else)?\s*\?
    ^\W*(?:ok |okay |and |so |what's |now )*next\s*\
(?:one|wish|request|thing|point|item|question|matter)?\s*\?\s*$
    ^\W*(?:and |so |ok |okay |what )*now(?: what)?\s*\?\s*$
    (?:^|[,.!:;–—-] ?)(?:so |then |well |ok |okay |great |perfect |and )*\
all (?:set|done)\b(?!{_MORE_WORK})
    ^\W*(?:all )?done\s*\?\s*$
    ^\W*(?:ok |okay |and |so |any |some )*(?:other|more|further) (?:item|point|question)s?\s*\?
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
    \b(?:else|more|further|other|everything|all)\b(?! you need and).{0,40}? \
(?:on|for|with|to) (?:this|that|the|it\b\
|your (?:order|booking|case|request|purchase|invoice|bill|account))(?! (?:list|moment|day|time|now))
    \b(?:i|we) (?:should|need to|must|ought to|have to) know\b
    \bbefore (?:i|we) (?!(?:let|leave|close|end|finish|hang|say|part|stop|wrap|transfer|hand|\
connect|put|pass|refer|forward)\b)
    \b(?:to|can) (?:identi[ft]|verif|prove\b|authenticate\b)
    """)
)
"""What makes "anything else?" a question about the wish at hand: "... about this", "before I"."""
