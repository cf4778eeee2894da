"""The checks that make a certificate, one module each: what it tries, and what must come of it."""

from collections.abc import Mapping

from autoforge_envs.synthesis.certification.cases import Check
from autoforge_envs.synthesis.certification.checks.dialogue import check_dialogue
from autoforge_envs.synthesis.certification.checks.goals import check_goal
from autoforge_envs.synthesis.certification.checks.grounds import check_grounds
from autoforge_envs.synthesis.certification.checks.idleness import check_idleness
from autoforge_envs.synthesis.certification.checks.information import check_information
from autoforge_envs.synthesis.certification.checks.mutations import check_mutations
from autoforge_envs.synthesis.certification.checks.omissions import check_omissions
from autoforge_envs.synthesis.certification.checks.planning import check_plan
from autoforge_envs.synthesis.certification.checks.procedure import check_procedure
from autoforge_envs.synthesis.certification.checks.referents import check_referents
from autoforge_envs.synthesis.certification.checks.row_order import check_row_order
from autoforge_envs.synthesis.certification.checks.variations import check_variations

STATIC_CHECKS: Mapping[str, Check] = {
    "goal": check_goal,
    "plan": check_plan,
    "information": check_information,
    "referents": check_referents,
}
"""Those that say something even of a plan that fails."""

EXPERIMENTS: Mapping[str, Check] = {
    "idleness": check_idleness,
    "procedure": check_procedure,
    "omissions": check_omissions,
    "mutations": check_mutations,
    "variations": check_variations,
    "grounds": check_grounds,
    "row_order": check_row_order,
    "dialogue": check_dialogue,
}
"""Those that play the plan again, otherwise."""

CHECKS: Mapping[str, Check] = {**STATIC_CHECKS, **EXPERIMENTS}
"""All checks by name, in the order of the certificate."""
