"""What rewriting takes is told beforehand."""

from autoforge_envs.synthesis.rewriting.estimating import estimate_rewriting


def test_every_task_has_two_questions_and_repairs_cost_more() -> None:
    nodes, words = estimate_rewriting(30, 3)
    assert [nodes.questions, words.questions] == [30, 30]
    (once, _), (thrice, _) = estimate_rewriting(30, 0), estimate_rewriting(30, 3)
    assert once.most_tokens == once.prompt_tokens + once.completion_tokens
    assert thrice.most_tokens > 3 * once.most_tokens


def test_no_task_costs_nothing() -> None:
    assert {part.most_tokens for part in estimate_rewriting(0, 3)} == {0}
