from autoforge_envs.domain.tasks import Step
from autoforge_envs.synthesis.certification.expressions import places_of


def test_a_column_called_value_is_no_expression() -> None:
    wanted = {"over": {"result": "cards", "path": []}, "where": {"value": {"value": 5}}}
    places = places_of(Step("card", "think", "only", wanted))
    assert [(place.path, dict(place.expression)) for place in places] == [
        (("over",), {"result": "cards", "path": []}),
        (("where", "value"), {"value": 5}),
    ]


def test_a_constant_may_be_a_list() -> None:
    places = places_of(Step("order", "call", "place_order", {"books": {"value": ["BO-1"]}}))
    assert [place.path for place in places] == [("books",)]
