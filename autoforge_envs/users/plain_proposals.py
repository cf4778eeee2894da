"""Plain questions for a yes: "Book them?", "Apply AUTUMN20 to ST-1 now?", "You want it cancelled?".

No word in them asks for a yes; they are put as questions, begin with what would be done, and hold
no question word. Cued ones ("Shall I ...?") are those of `grammar`.
"""

import re

from autoforge_envs.users.vocabulary import ROW_KEY

_DEEDS = (
    "cancel|book|apply|add|remove|delete|send|change|move|switch|renew|extend|prolong|close|open|"
    "block|unblock|pay|refund|transfer|redeem|use|place|submit|file|record|save|update|register|"
    "enrol|enroll|order|buy|reserve|return|exchange|swap|upgrade|downgrade|replace|set|make|put|"
    "keep|take|charge|credit|deduct|stop|end|release|lift|report|request|raise|lower|schedule|"
    "reschedule|postpone|grant|issue|activate|deactivate|enable|disable|drop|waive|restore|lock|"
    "unlock|split|merge|withdraw|revoke|terminate|start|join|collect|ship|store|note"
)
"""Verbs by which an agent says what it would do; behind them a noun may stand, too."""

_PLAIN_DEEDS = (
    "cancel|apply|add|remove|delete|send|renew|extend|prolong|redeem|submit|register|buy|reserve|"
    "activate|deactivate|enable|disable|waive|restore|withdraw|revoke|terminate|reschedule|postpone|"
    "replace|keep|close|block|unblock|unlock"
)
"""Those behind which no noun makes a noun of them: "cancel order OR-10", not "order date"."""

_ALONE = (
    "cancel|apply|redeem|renew|reserve|activate|proceed|book|send|file|submit|extend|remove|delete|"
    "block|unblock|withdraw|register"
)
"""Those that ask for a yes all by themselves: "Send?"."""

_NO_DEEDS = (
    "what|which|whom?|whose|where|when|how|why|i|you|we|he|she|they|it|its|"
    "this|that|these|those|there|here|the|an?|my|your|our|and|or|but|"
    "nor|so|if|as|than|then|because|since|while|until|till|before|after|about|for|with|on|in|at|by|"
    "from|of|to|into|onto|over|under|near|per|like|unlike|via|without|besides|despite|except|only|"
    "just|even|maybe|perhaps|not|no|yes|all|any|some|each|every|both|either|neither|such|same|also|"
    "too|still|again|ever|never|quite|rather|sure|certain|glad|happy|sorry|thanks|hello|hi|hey|"
    "please|is|are|was|were|am|be|been|do|does|did|done|have|has|had|can|could|will|would|shall|"
    "should|may|might|must|tell|give|say|repeat|spell|read|name|state|type|enter|describe|explain|"
    "share|provide|specify|clarify|list|show|confirm|verify|mean|know|understand|remember|recall|"
    "see|hear|look|check|try|watch|find|feel|think|believe|guess|suppose|imagine|hope|doubt|expect|"
    "assume|love|hate|prefer|mind|need|get|let|bet|worth|forget|used|got|found|seen|gone|taken|given|"
    "shown|written|chosen|broken|lost|broke|left|sent|bought|paid|made|took|went|saw|gave|told|said|"
    "kept|held|brought|thought|wrote|chose"
)
"""Words that, before "it", say nothing of what an agent would do."""

_NO_OTHER_QUESTION = (
    r"(?![^?]*\b(?:what|which|whom?|whose|where|when|how|why)\b)"
    r"(?![^?]*[,;:] (?:do|does|did|is|are|was|were|has|have|can)\b)"
)
_OPENING = (
    r"(?:^\W*+|[,;:–—-] )"
    r"(?:(?:so|and|then|now|ok|okay|alright|right|great|good|well|perfect)\W+){0,3}"
)
_THE_ONE = (
    r"(?:is|was|are) (?:this|that|it|these|those) (?:really |indeed )?the "
    r"(?:(?:(?:right|correct|same) )?ones?(?=\W*\?)|(?:[a-z]+ ){1,4}?"
    r"(?:(?:that |which )?you(?:(?:'d| would) (?:like|want|wish)|(?:'re|'ve| are| were| have| had) "
    r"(?:referring|thinking|talking|in mind)| (?:like|want|wish|wanted|mean|meant|need|needed))\b"
    rf"|to (?:{_DEEDS})\b))"
)
"""Asks whether the right row was found: "is this the one to delete"."""

_ADVERBS = r"(?:(?:still|now|then|also|just|really|indeed) ){0,2}"
PLAIN_PROPOSAL = re.compile(
    rf"{_OPENING}(?:{_ADVERBS}(?:"
    rf"(?!(?:{_NO_DEEDS})\b)(?!(?!(?:ap|sup|im)ply\b)(?:\w{{3,}}ed|\w{{3,}}ing|\w+ly)\b)"
    r"[a-z]{2,} "
    r"(?:it|this|that|these|those|them|both)\b(?!')(?! (?:is|was|are|were|will|would|has|had)\b)"
    rf"|(?!order {ROW_KEY})(?:{_DEEDS})(?: (?:on|off|up|out|in|back|for|to|from|with|over))? "
    rf"(?:(?:the|your|an?|all|another|everything)\b|[a-z]*-?\d)"
    rf"|(?:{_PLAIN_DEEDS}) (?:[a-z]+ ){{1,3}}{ROW_KEY}"
    rf"|(?:{_ALONE})(?=\W*\?)"
    rf"|{_THE_ONE}"
    r"|do (?:it|this|that)(?: (?:now|then|today|for you))?(?=\W*\?)"
    r")"
    rf"|you(?:(?:'d| would) {_ADVERBS}like| {_ADVERBS}(?:want|wish))\b"
    r"(?! to know\b)(?!.*\b(?:anything|something|some|else|more)\b)"
    rf"(?=[^?]*(?:\b(?:it|this|that|them|both|me to|the|your)\b|{ROW_KEY}))"
    r"|(?:just )?to (?:confirm|be (?:sure|clear|certain)|make sure|double-check|recap|sum up)[,:]?"
    r" (?:that )?(?:i|we)(?:'ll|'d| will| would| should)\b"
    r"|(?:proceed|continue|go (?:ahead|on)|carry on) with\b|(?:right|correct) so far(?=\W*\?)"
    r"|let me (?:just )?(?:make sure|check|see|confirm)\b(?=[^?]*\b(?:right|correctly|straight)\b)"
    rf"){_NO_OTHER_QUESTION}[^?]*\?"
)
"""Asks for a yes to what it says without any word that asks for one: "Book them?"."""
