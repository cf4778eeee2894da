"""A designer that can be told what came of its draft gets another chance, and no more than that."""

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace

import pytest

from autoforge_envs.errors import DesignError
from autoforge_envs.synthesis.composition.composer import Composer
from autoforge_envs.synthesis.design.draft import Design, DesignRefusal, Draft, Findings
from autoforge_envs.synthesis.design.template_designer import TemplateDesigner
from autoforge_envs.synthesis.pipeline.finding import findings_of
from autoforge_envs.synthesis.pipeline.forging import Product, forge
from autoforge_envs.synthesis.pipeline.quota import Quota
from autoforge_envs.synthesis.pipeline.recipe import Recipe
from autoforge_envs.synthesis.pipeline.stages import StageReport
from autoforge_envs.synthesis.pipeline.workshop import Made

SIX = Quota(6, (2, 2, 2), (3, 3, 0, 0, 0))
SEED = 3
LENDING = TemplateDesigner("lending").design(SEED)
"""A draft that becomes a domain; it is given out as one that nobody answers for."""


@dataclass
class Learner:
    """Designs drafts that cannot be loaded, until it has been told often enough."""

    num_wrong: int
    max_revisions: int = 3
    heard: list[Findings] = field(default_factory=list)

    @property
    def name(self) -> str:
        return "learner"

    def design(self, seed: int) -> Draft:
        raise DesignError("nobody asks for a single draft")

    def begin(self, seed: int) -> AbstractContextManager[Design]:
        return nullcontext(self)

    def draft(self) -> Draft:
        source = "missing()\n" if len(self.heard) < self.num_wrong else ""
        reports = (StageReport("ask tools", 1 + len(self.heard), 1, 0.0, {}, {"requests": 1}),)
        return replace(LENDING, tools=source + LENDING.tools, reviewed=False, reports=reports)

    def revise(self, findings: Findings) -> Draft:
        self.heard.append(findings)
        if len(self.heard) > self.max_revisions:
            raise DesignRefusal(f"{len(self.heard)} drafts, and no domain of any of them")
        return self.draft()


def made_by(learner: Learner) -> Product:
    return forge(Recipe(learner, Composer, SIX), SEED)


def test_a_better_draft_becomes_the_domain_and_its_accounts_are_kept() -> None:
    learner = Learner(num_wrong=2)
    product = made_by(learner)
    assert product.failure == ""
    assert product.files["tools.py"].decode() == LENDING.tools
    assert [each.failure.partition(",")[0] for each in learner.heard] == [
        "load: /draft/lending_3_v0/tools.py"
    ] * 2
    assert product.stages[0].name == "ask tools"
    assert product.stages[0].num_in == 3
    assert [stage.num_out for stage in product.stages if stage.name == "design"] == [1]


def test_a_designer_that_gives_up_is_refused() -> None:
    product = made_by(Learner(num_wrong=9))
    assert product.failure == "design: 4 drafts, and no domain of any of them"
    assert not product.crashed
    assert not product.files


def test_tools_and_rules_that_no_plan_names_are_found() -> None:
    stages = [
        StageReport("load", 1, 1, 0.1),
        StageReport("compose", 9, 4, 1.0, {"too few requests fit this customer": 5}),
        StageReport("certify", 4, 2, 1.0, {"information": 2}),
    ]
    made = Made({}, stages, "collect: patience is spent", crashed=False)
    findings = findings_of(LENDING, made)
    assert (findings.num_attempts, findings.num_tasks) == (9, 2)
    assert list(findings.rejections) == [
        "compose: too few requests fit this customer",
        "certify: information",
    ]
    assert "identity_is_checked_first" not in findings.unbroken  # no ground for declining
    named = (findings.unasked[0], findings.unbroken[0])
    others = findings_of(LENDING, replace(made, named=named))
    assert others.unasked == findings.unasked[1:]
    assert others.unbroken == findings.unbroken[1:]
    assert "2 tasks of 9 attempts; rejected were 5 at compose" in str(findings)


@pytest.mark.parametrize("failure", ["load: tools.py, line 2: no", "behind locks: it hung"])
def test_a_draft_that_was_never_composed_says_only_why(failure: str) -> None:
    findings = findings_of(LENDING, Made({}, (), failure, crashed=False))
    assert str(findings) == failure
    assert findings.unasked == findings.unbroken == ()
