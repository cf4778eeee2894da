"""What a user can do wrong: the kinds, and an error as the audit reports it."""

from dataclasses import dataclass
from typing import Any, Literal, get_args

ErrorKind = Literal[
    "wrong_value",
    "contradiction",
    "invented_fact",
    "extra_request",
    "forgotten_request",
    "premature_hang_up",
    "false_claim",
    "wrong_confirmation",
    "tool_misuse",
]
ERROR_KINDS: tuple[ErrorKind, ...] = get_args(ErrorKind)


@dataclass(frozen=True, slots=True)
class UserError:
    """Something a user did that its instructions and its facts do not allow.

    Attributes:
        turn: How often the agent had spoken before it; 0 is the opening.
        kind: `wrong_value` (a known fact told wrongly), `contradiction` (a fact told rightly and
            taken back), `invented_fact` (one it does not have), `extra_request` (a wish that is not
            in its instructions), `forgotten_request` (left without naming a wish),
            `premature_hang_up` (left in the middle), `false_claim` (says it used a tool of its own,
            and did not), `wrong_confirmation` (said yes to wrong details, no to right ones, or yes
            in words only), `tool_misuse` (a tool of its own called unasked or with wrong values).
        subject: The fact, request or tool it is about; "" if there is none.
        evidence: The words or the call that show it.
        certain: Whether it rests on comparing values and acts; False if on a manner of speaking.
        mattered: Whether the task could not succeed because of it; None while nobody has looked.
    """

    turn: int
    kind: ErrorKind
    subject: str
    evidence: str
    certain: bool = True
    mattered: bool | None = None

    def as_json(self) -> dict[str, Any]:
        """Return plain data without subject and evidence, which would give facts away."""
        return {"turn": self.turn, "kind": self.kind, "mattered": self.mattered}
