"""Who finishes the task through the environment itself?"""

from autoforge_envs.benchmark.agents import Agent, Brief, NoopAgent, RandomAgent, ReferenceAgent
from autoforge_envs.environments.gymnasium_env import AutoForgeEnv
from autoforge_envs.synthesis.certification.cases import Case
from autoforge_envs.synthesis.certification.certificate import Findings

NUM_SEEDS = 3
"""Users that the reference agent must get along with."""


def check_dialogue(case: Case) -> Findings:
    """The reference agent earns 1.0 with several users, an idle and a random agent earn 0."""
    env = case.stage.env_for(case.task)
    seeds = [int(seed) for seed in case.generator("dialogue").integers(2**31, size=NUM_SEEDS)]
    failures = []
    for seed in seeds:
        reward = _play(env, case, ReferenceAgent(), seed)
        if reward != 1.0:
            failures.append(f"the reference agent earns 0 with user seed {seed}: {_why(env)}")
    for name, agent in (("noop", NoopAgent()), ("random", RandomAgent())):
        if _play(env, case, agent, seeds[0]) != 0.0:
            failures.append(f"the {name} agent earns 1.0 with user seed {seeds[0]}")
    return Findings(NUM_SEEDS + 2, tuple(failures))


def _play(env: AutoForgeEnv, case: Case, agent: Agent, seed: int) -> float:
    observation, info = env.reset(seed=seed)
    brief = Brief(
        policy_document=info["policy_document"],
        tools=info["tools"],
        intents={tool.name: tool.intent for tool in env.tools},
        seed=seed,
        task=case.task if agent.reads_plan else None,
    )
    agent.reset(brief, observation)
    earned, ended = 0.0, False
    while not ended:
        observation, reward, terminated, truncated, _ = env.step(agent.act(observation))
        earned += float(reward)
        ended = terminated or truncated
    return earned


def _why(env: AutoForgeEnv) -> str:
    episode = env.episode
    verdict = episode.verdict().as_json()
    wrong = ", ".join(f"{value} {name}" for name, value in verdict.items() if value)
    last = next((m.content for m in reversed(episode.transcript) if m.role == "user"), "")
    return f"{wrong}; the user's last words: {last!r:.100}"
