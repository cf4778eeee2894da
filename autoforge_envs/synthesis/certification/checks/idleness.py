"""What does an agent earn that does not try?"""

from collections.abc import Mapping

from autoforge_envs.domain.conversation import HAND_OVER
from autoforge_envs.synthesis.certification.cases import Case
from autoforge_envs.synthesis.certification.certificate import Findings
from autoforge_envs.synthesis.certification.experiments import extra_move

_WORDS: Mapping[str, tuple[str, ...]] = {
    "saying nothing": ("",),
    "saying goodbye at once": ("Goodbye.",),
    "empty promises": (
        "That is done.", "I'm afraid I cannot do that, our policy does not allow it.",
        "Yes, of course. No problem.",
    ),
}  # fmt: skip


def check_idleness(case: Case) -> Findings:
    """Doing nothing, leaving at once, empty words and handing over at once earn 0."""
    earned = [how for how, words in _WORDS.items() if case.play((), words).succeeded]
    if ("agent", HAND_OVER) in case.stage.tools:
        handover = extra_move(HAND_OVER, {"reason": "I cannot help."})
        if case.play((handover,), ()).succeeded:
            earned.append("handing over at once")
    return Findings(len(_WORDS) + 1, tuple(f"{how} earns 1.0" for how in earned))
