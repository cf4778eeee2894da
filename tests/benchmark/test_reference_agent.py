"""The reference agent's words: true of what it has done."""

import gymnasium

from autoforge_envs.benchmark.agents import ReferenceAgent
from autoforge_envs.benchmark.evaluation import make_brief
from autoforge_envs.environments.gymnasium_env import AutoForgeEnv
from autoforge_envs.episode.messages import Message


def transcripts(name: str) -> list[tuple[Message, ...]]:
    env = gymnasium.make(name, split="all", isolation="none", disable_env_checker=True).unwrapped
    assert isinstance(env, AutoForgeEnv)
    played = []
    for seed, task in enumerate(env.tasks):
        agent = ReferenceAgent()
        observation, info = env.reset(seed=seed, options={"task_id": task.id})
        agent.reset(make_brief(env, agent, info, seed), observation)
        while env.episode.ending is None:
            observation, *_ = env.step(agent.act(observation))
        played.append(tuple(env.episode.transcript))
    env.close()
    return played


def test_what_was_declined_is_not_called_done() -> None:
    told = {True: 0, False: 0}
    for transcript in transcripts("autoforge/outdoor-v0"):
        has_declined = False
        for message in transcript:
            if message.party == "agent" and message.is_words:
                told[has_declined] += "That is done" in message.content
            elif message.party == "agent" and message.call is not None:
                has_declined = message.call.name == "decline_request"
    assert told[False] > 20
    assert told[True] == 0
