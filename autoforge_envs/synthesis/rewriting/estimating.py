"""What rewriting will take, told beforehand: a rule of thumb, counted on the lending library."""

from autoforge_envs.synthesis.model_design.estimating import Estimate
from autoforge_envs.synthesis.model_design.prompting import render_prompt
from autoforge_envs.synthesis.rewriting.nodes_stage import PROMPTS

_BYTES_A_TOKEN = 4
_TOKENS_OF_NODES = 500
_TOKENS_OF_WORDS = 360
_TOKENS_OF_CHOICES = 40
_TOKENS_OF_TEXTS = 120


def estimate_rewriting(num_tasks: int, max_repairs: int) -> list[Estimate]:
    """Estimate the questions about one domain's tasks."""
    system = -(-len(render_prompt("system", PROMPTS).encode()) // _BYTES_A_TOKEN)
    return [
        _part("nodes", num_tasks, system + _TOKENS_OF_NODES, _TOKENS_OF_CHOICES, max_repairs),
        _part("words", num_tasks, system + _TOKENS_OF_WORDS, _TOKENS_OF_TEXTS, max_repairs),
    ]


def _part(name: str, questions: int, asked: int, answered: int, max_repairs: int) -> Estimate:
    repair = asked + 2 * answered + 100  # question, answer, what is wrong, the answer again
    most = asked + answered + max_repairs * repair
    return Estimate(name, questions, questions * asked, questions * answered, questions * most)
