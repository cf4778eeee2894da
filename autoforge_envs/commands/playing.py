"""`autoforge play`: a person in the terminal, as the agent or as the user; or watch an episode.

Type words to say them. `/NAME key=value ...` calls a tool, `/tools`, `/policy` and `/help` show
what there is, `/quit` leaves.
"""

import argparse
import json
import shlex
from collections.abc import Mapping, Sequence
from typing import Any, cast

import gymnasium
import numpy
from rich.console import Console
from rich.markdown import Markdown
from rich.markup import escape

from autoforge_envs.benchmark.agents import Agent, call_text
from autoforge_envs.benchmark.evaluation import make_brief
from autoforge_envs.commands.agents import NAMES, find_agent
from autoforge_envs.commands.environments import find_id
from autoforge_envs.domain.domain import ToolInfo
from autoforge_envs.domain.tasks import UserScript
from autoforge_envs.domain.values import is_storable
from autoforge_envs.domain.wording import describe_script
from autoforge_envs.environments.gymnasium_env import AutoForgeEnv
from autoforge_envs.environments.rendering import printable
from autoforge_envs.episode.messages import Action, Message, ToolCall, Words
from autoforge_envs.errors import OptionError
from autoforge_envs.language_models import Budget

WATCHED_LENGTH = 240
"""Characters of a tool's result that somebody who only watches is shown."""

STYLES = {"user": "cyan", "agent": "green", "tool": "dim"}


class Leaving(BaseException):
    """A person leaves. No `Exception`, which from a user would count as the simulator's failure."""


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "play", help="play in the terminal, or watch an episode", description=__doc__
    )
    add = parser.add_argument
    add("environment", help="an id or a domain folder")
    add("--as", dest="role", default="agent", choices=("agent", "user"), help="[%(default)s]")
    add("--watch", action="store_true", help="watch an agent and the scripted user instead")
    add("--agent", default="reference", help=f"who you watch or talk to: {NAMES} [%(default)s]")
    add("--task", metavar="ID", help="play this task [drawn by the seed]")
    add("--split", default="all", help="draw from train, validation, test or all [%(default)s]")
    add("--seed", type=int, default=0, help="[%(default)s]")
    add("--isolation", default="auto", help="auto, none, worker [%(default)s]")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Play one episode and print the verdict."""
    if arguments.seed < 0:
        raise OptionError(f"seed must be zero or more, got {arguments.seed}")
    make_agent = find_agent(arguments.agent, Budget())
    options: dict[str, Any] = {"split": arguments.split, "isolation": arguments.isolation}
    person_speaks_as_user = arguments.role == "user" and not arguments.watch
    if person_speaks_as_user:
        options["user"] = lambda: PersonUser(console)
    made = gymnasium.make(find_id(arguments.environment), disable_env_checker=True, **options)
    env = cast(AutoForgeEnv, made.unwrapped)
    by_person = arguments.role == "agent" and not arguments.watch
    try:
        if by_person:
            _play_as_agent(env, arguments, console)
        else:
            _let_play(env, make_agent(), arguments, console, show_user=not person_speaks_as_user)
    except Leaving:
        console.print("left the conversation")
        return 0
    finally:
        env.close()
    return 0


def _reset(env: AutoForgeEnv, arguments: argparse.Namespace) -> tuple[Any, dict[str, Any]]:
    options = {} if arguments.task is None else {"task_id": arguments.task}
    return env.reset(seed=arguments.seed, options=options)


def _play_as_agent(env: AutoForgeEnv, arguments: argparse.Namespace, console: Console) -> None:
    _, info = _reset(env, arguments)
    tools = [tool for tool in env.tools if tool.caller == "agent"]
    console.print(f"You are the agent; task {info['task_id']}. /help tells what you can type.")
    _print(info["messages"], console)
    while env.episode.ending is None:
        action = ask(console, "agent", tools, env.policy_document)
        *_, info = env.step(
            call_text(action.name, action.arguments)
            if isinstance(action, ToolCall)
            else action.text
        )
        _print([each for each in info["messages"] if each["role"] != "agent"], console)
    _print_verdict(env, console)


def _let_play(
    env: AutoForgeEnv,
    agent: Agent,
    arguments: argparse.Namespace,
    console: Console,
    show_user: bool,
) -> None:
    observation, info = _reset(env, arguments)
    agent.reset(make_brief(env, agent, info, arguments.seed), observation)
    console.print(f"task {info['task_id']}", style="bold")
    _print(info["messages"] if show_user else [], console, WATCHED_LENGTH)
    while env.episode.ending is None:
        observation, _, _, _, info = env.step(agent.act(observation))
        shown = [m for m in info["messages"] if show_user or "call" in m]
        _print(shown, console, WATCHED_LENGTH)
    _print_verdict(env, console)


class PersonUser:
    """A person who plays the user in the terminal."""

    def __init__(self, console: Console) -> None:
        """Talk through this console."""
        self._console = console
        self._tools: Sequence[ToolInfo] = ()

    def reset(
        self, script: UserScript, tools: Sequence[ToolInfo], generator: numpy.random.Generator
    ) -> None:
        """Show the person whom they play."""
        self._tools = tools
        self._console.print("You are the user:", style="bold")
        self._console.print(escape(describe_script(script)))
        self._console.print("/confirm says yes to what was read back, /hang_up ends. /help helps.")

    def act(self, heard: Message | None) -> Action:
        """Show what was heard and ask what to do."""
        if heard is not None:
            _print([heard.as_json()], self._console)
        return ask(self._console, "user", self._tools, "")

    def save(self) -> dict[str, Any]:
        """Nothing: a person remembers by themselves."""
        return {}

    def restore(self, saved: Mapping[str, Any]) -> None:
        """Nothing."""


def ask(
    console: Console, party: str, tools: Sequence[ToolInfo], policy_document: str
) -> ToolCall | Words:
    """Ask a person for an action until they give one.

    Raises:
        Leaving: They leave, by `/quit` or the end of their input.
    """
    while True:
        line = _read_line(console, party)
        if line == "/help":
            console.print(__doc__)
        elif line == "/policy":
            console.print(Markdown(policy_document))
        elif line == "/tools":
            _print_tools(tools, console)
        elif line.startswith("/"):
            call = _read_call(line[1:], console)
            if call is not None:
                return call
        elif line:
            return Words(line)


def _read_line(console: Console, party: str) -> str:
    while True:
        try:
            line = console.input(f"[{STYLES[party]}]{party}>[/] ").strip()
        except EOFError:
            raise Leaving from None
        if line == "/quit":
            raise Leaving
        if is_storable(line):
            return line
        console.print("this is no valid text; type it again", style="red")


def _print_tools(tools: Sequence[ToolInfo], console: Console) -> None:
    for tool in tools:
        arguments = " ".join(f"{name}={kind}" for name, kind in tool.parameters.items())
        console.print(f"[bold]/{tool.name}[/] {arguments}")
        console.print(f"    {escape(tool.schema['function']['description'])}", style="dim")


def _read_call(line: str, console: Console) -> ToolCall | None:
    try:
        name, *words = shlex.split(line)
        pairs = dict(word.split("=", 1) for word in words)
    except ValueError:
        console.print('a call is /NAME key=value key="two words" key=[1,2]', style="red")
        return None
    return ToolCall(name, {key: _read_value(value) for key, value in pairs.items()})


def _read_value(text: str) -> Any:
    if text.startswith(("[", "{")) or text in ("true", "false", "null"):
        try:
            return json.loads(text)
        except ValueError:
            return text
    return text


def _print(
    messages: Sequence[Mapping[str, Any]], console: Console, max_length: int = 100_000
) -> None:
    for message in messages:
        call = message.get("call")
        if call:
            arguments = ", ".join(f"{name}={value!r}" for name, value in call["arguments"].items())
            shown = escape(printable(f"{call['name']}({arguments})"))
            console.print(f"  {shown}", style="yellow")
        elif message["role"] == "tool":
            style = "red" if message.get("error") else STYLES["tool"]
            console.print(f"  {escape(_cut(message['content'], max_length))}", style=style)
        elif message["content"]:
            style = STYLES[message["role"]]
            words = escape(printable(message["content"]))
            console.print(f"[bold {style}]{message['role']}[/]: {words}")


def _cut(text: str, max_length: int) -> str:
    text = printable(text)
    return text if len(text) <= max_length else f"{text[:max_length]} … ({len(text)} characters)"


def _print_verdict(env: AutoForgeEnv, console: Console) -> None:
    verdict = env.episode.verdict()
    console.print(f"\n[bold]reward {verdict.reward}[/] ({verdict.ending}, blame: {verdict.blame})")
    for title, items in (
        ("did not happen", verdict.missing),
        ("should not have happened", verdict.unexpected),
        ("happened otherwise", [actual for _, actual in verdict.wrong]),
    ):
        for change in items:
            shown = json.dumps(change.as_json(), ensure_ascii=False)
            console.print(f"  {title}: {escape(shown)}", style="red", soft_wrap=True)
    for fact in verdict.untold:
        console.print(f"  the user never heard: {escape(fact.label)}", style="red")
    for rule in verdict.violations:
        console.print(f"  broken rule: {rule}", style="red")
