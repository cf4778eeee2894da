"""What a tool's name says about its effect."""

from autoforge_envs.synthesis.documents.neutral_form import Effect

READING = frozenset(
    "get list search find lookup look check show fetch read count describe retrieve query view "
    "browse calculate estimate compare inspect display export download is has".split()
)
WRITING = frozenset(
    "create add post put patch update set edit change modify delete remove cancel book buy order "
    "place pay send submit register open close start stop assign move transfer refund return renew "
    "upload insert replace save store write schedule reschedule approve reject confirm make issue "
    "enable disable activate deactivate reserve report request upgrade downgrade merge publish "
    "lock unlock redeem apply claim extend deliver finish subscribe unsubscribe revoke "
    "restore file raise hire rent".split()
)


def effect_of(name: str) -> Effect:
    """Tell the effect of a tool by the first word of its name that is a known verb."""
    for word in name.split("_"):
        if word in READING:
            return "read"
        if word in WRITING:
            return "write"
    return "unknown"
