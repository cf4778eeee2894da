"""Is there something to reach at all?"""

from autoforge_envs.synthesis.certification.cases import Case
from autoforge_envs.synthesis.certification.certificate import Findings


def check_goal(case: Case) -> Findings:
    """A goal asks for a change of state, or for something to be told."""
    if case.task.goal.changes or case.task.goal.told:
        return Findings(1)
    return Findings(
        1, ("the goal asks for no change and nothing to be told: doing nothing is right",)
    )
