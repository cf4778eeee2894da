"""What is said against an answer when no domain came of the draft that it is part of."""

from autoforge_envs.synthesis.design.draft import Findings
from autoforge_envs.synthesis.model_design.problems import Problem
from autoforge_envs.synthesis.model_design.stages.stage import DesignStage

_KIND = "too few tasks"


def objections(stage: DesignStage, findings: Findings) -> list[Problem]:
    """Return what concerns one stage; nothing if its answer is not to be changed.

    Tools are objected to where no task asks for them, phrases where tasks fall at their
    certificates, and the rules always: they decide most of what can be asked for.
    """
    if stage.name in ("tools", "effects"):
        return [_unasked(tool) for tool in findings.unasked if tool in _named(stage)]
    if stage.name == "phrases" and findings.fail_at_certificates:
        return [_whole("say plainly what is wanted, with the slots that tell which", findings)]
    if stage.name == "rules":
        reason = "make tools usable: forbid less, and nothing that is wanted often"
        return [_whole(reason, findings), *(_unbroken(rule) for rule in findings.unbroken)]
    return []


def _named(stage: DesignStage) -> set[str]:
    return {name.strip(",") for name in stage.subject.split()}


def _whole(advice: str, findings: Findings) -> Problem:
    return Problem(_KIND, "", f"it held, but {findings}; {advice}")


def _unasked(tool: str) -> Problem:
    reason = (
        "no task could be made that asks for it; let it succeed more often, on what customers "
        "have, and let what it takes be found by the tools that read"
    )
    return Problem(_KIND, f"tool {tool}", reason)


def _unbroken(rule: str) -> Problem:
    reason = "no task could be made in which it matters; let it be about what customers ask"
    return Problem(_KIND, f"rule {rule}", reason)
