import math
from dataclasses import fields
from typing import Any, get_type_hints

import pytest

from autoforge_rl.advantages import AdvantageChoices
from autoforge_rl.algorithm import Shaping
from autoforge_rl.anchors import AnchorChoices
from autoforge_rl.corrections import CorrectionChoices
from autoforge_rl.errors import ChoiceError
from autoforge_rl.evaluation import EvaluationChoices
from autoforge_rl.imitation import ImitationChoices
from autoforge_rl.losses import LossChoices
from autoforge_rl.optimisation import OptimizerChoices
from autoforge_rl.sampling import SamplingChoices
from autoforge_rl.server import ServerChoices

ALL = (
    AdvantageChoices, AnchorChoices, CorrectionChoices, EvaluationChoices, ImitationChoices,
    LossChoices, OptimizerChoices, SamplingChoices, ServerChoices,
)  # fmt: skip
NUMBERS = [
    (kind, field.name)
    for kind in ALL
    for field in fields(kind)
    if get_type_hints(kind)[field.name] in {float, float | None}
]


@pytest.mark.parametrize("value", [math.nan, math.inf])
@pytest.mark.parametrize(("kind", "name"), [*NUMBERS, (Shaping, "overlong_margin")])
def test_numbers_that_are_not_finite_are_refused_by_name(
    kind: Any, name: str, value: float
) -> None:
    with pytest.raises(ChoiceError, match=f"{name}.* got .*{value}"):
        kind(**{name: value})


def test_the_refusal_tells_what_can_be_used_instead() -> None:
    with pytest.raises(ChoiceError, match=r"temperature must be a finite .* the default is 1\.0"):
        SamplingChoices(temperature=math.nan)
