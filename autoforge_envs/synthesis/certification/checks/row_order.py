"""Does the plan mean the same on the same rows in another order?"""

from autoforge_envs.errors import TaskError, ToolCrash
from autoforge_envs.synthesis.certification.cases import Case
from autoforge_envs.synthesis.certification.certificate import Findings
from autoforge_envs.synthesis.certification.mirror import comparable
from autoforge_envs.synthesis.certification.rehearsal import repeat


def check_row_order(case: Case) -> Findings:
    """With every table's keys exchanged, the plan does the same to the same rows."""
    stage = case.stage
    session = stage.mirrored_session
    if session is None:
        return Findings(0, notes=("two tables share keys, so rows cannot be put in another order",))
    try:
        mirrored = repeat(session, stage.mirror.task(case.task))
    except (TaskError, ToolCrash) as error:
        return Findings(1, (f"with the rows in another order the plan fails: {error}",))
    there = comparable(stage.mirror.changes(mirrored.changes))
    here = comparable(case.rehearsal.changes)
    if there != here:
        strange = next(iter([each for each in there if each not in here] or there), "nothing")
        return Findings(1, (f"with the rows in another order the plan does otherwise: {strange}",))
    told = stage.mirror.told(mirrored.told)
    if told != [*case.rehearsal.told]:
        return Findings(1, (f"with the rows in another order the plan tells otherwise: {told}",))
    return Findings(1)
