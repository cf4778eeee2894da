"""The fourth stage: the policy, as rules that guard tools."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from autoforge_envs.parsing import parse
from autoforge_envs.synthesis.documents.tool_documents import ToolDocuments
from autoforge_envs.synthesis.model_design.blueprint import Blueprint
from autoforge_envs.synthesis.model_design.english import is_english
from autoforge_envs.synthesis.model_design.problems import Problem, raise_if_any
from autoforge_envs.synthesis.model_design.prompting import render_prompt
from autoforge_envs.synthesis.model_design.python_subset import find_problems
from autoforge_envs.synthesis.model_design.quoting import quote
from autoforge_envs.synthesis.model_design.rule_sentences import wrong_sentence
from autoforge_envs.synthesis.model_design.shapes import TEXT, Shape, list_of, record
from autoforge_envs.synthesis.model_design.sources import Source, signature_of
from autoforge_envs.synthesis.model_design.stages.definitions import (
    added,
    check_names,
    check_titles,
    docstrings,
    read_sources,
)
from autoforge_envs.synthesis.model_design.stages.stage import Checks
from autoforge_envs.synthesis.model_design.writing import given_source, names_of, table_source

LEAST_RULES, MOST_RULES = 3, 25

_KINDS = {"limits": "constant", "rules": "rule"}
_NO_PARAMETERS = ("state", "_state", "call")

_SHAPE = record(
    limits=list_of(record(name=TEXT, source=TEXT)),
    rules=list_of(record(name=TEXT, title=TEXT, source=TEXT)),
)


@dataclass(frozen=True, slots=True)
class RulesStage:
    """Asks for the policy; rules that are there already stay, unless one takes their name."""

    documents: ToolDocuments

    @property
    def name(self) -> str:
        """What ledgers call it."""
        return "rules"

    @property
    def subject(self) -> str:
        """What the question is about."""
        return "the rules"

    @property
    def shape(self) -> Shape:
        """The shape of an answer."""
        return _SHAPE

    @property
    def checks(self) -> Checks:
        """Rules are tried on sampled calls."""
        return "code"

    def part(self, member: str, item: Any) -> str:
        """Return what a definition is called."""
        (source,) = read_sources({member: [item]}, {member: _KINDS[member]})
        return _as_function(source).where

    def question(self, blueprint: Blueprint) -> str:
        """Return what the model is asked."""
        description = self.documents.description
        return render_prompt(
            "rules",
            title=blueprint.title,
            about=blueprint.about,
            given=given_source(blueprint),
            tables=table_source(blueprint),
            written="\n\n\n".join(source.text for source in blueprint.sources),
            drafted=[rule.name for rule in blueprint.of_kind("rule")],
            document=quote(description[:4000]) if description else "",
        )

    def read(self, answer: Mapping[str, Any], blueprint: Blueprint) -> Blueprint:
        """Return the blueprint with the rules.

        Raises:
            RejectedAnswer: Something is wrong with them.
        """
        sources = [_as_function(source) for source in read_sources(answer, _KINDS)]
        rules = [source for source in sources if source.kind == "rule"]
        before = names_of(blueprint)
        names = replace(before, others=before.others | {source.name for source in sources})
        raise_if_any(
            [
                *_problems_of_number(rules, blueprint),
                *check_names(sources, before.all),
                *check_titles(sources),
                *(problem for source in sources for problem in find_problems(source, names)),
            ]
        )
        raise_if_any(
            [
                *_problems_of_rules(rules, blueprint),
                *_problems_of_sentences(rules, [*blueprint.sources, *sources]),
            ]
        )
        limits = [replace(source, kind="limit") for source in sources if source.kind != "rule"]
        return replace(blueprint, sources=added(blueprint.sources, [*limits, *rules]))


def _as_function(source: Source) -> Source:
    """Tell functions among the limits from constants."""
    is_function = source.kind == "constant" and source.text.lstrip().startswith("def ")
    return replace(source, kind="function") if is_function else source


def _problems_of_number(rules: Sequence[Source], blueprint: Blueprint) -> Iterator[Problem]:
    least = 0 if blueprint.drafted else LEAST_RULES
    if not least <= len(rules) <= MOST_RULES:
        reason = f"there are {len(rules)} rules; write {LEAST_RULES} to {MOST_RULES}"
        yield Problem("a number of rules", "rules", reason)


def _problems_of_rules(rules: Sequence[Source], blueprint: Blueprint) -> Iterator[Problem]:
    tools = {tool.name: tool for tool in blueprint.of_kind("tool")}
    for rule in rules:
        guarded = _guarded(rule)
        for name in guarded:
            if name not in tools:
                reason = f"guards {name}, which is none of {', '.join(tools)}"
                yield Problem("an unknown tool", rule.where, reason, rule.line(1))
        parameters = [name for name in signature_of(rule) if name not in _NO_PARAMETERS]
        for name in [each for each in guarded if each in tools]:
            taken = signature_of(tools[name])
            missing = [each for each in parameters if each not in taken]
            if missing:
                reason = f"asks for {', '.join(missing)}, which {name} does not take"
                yield Problem("an unknown parameter", rule.where, reason, rule.line(2))
    if not is_english(text for rule in rules for text in docstrings(rule)):
        yield Problem("another language", "rules", "their sentences must be English")


def _problems_of_sentences(rules: Sequence[Source], sources: Sequence[Source]) -> Iterator[Problem]:
    for rule in rules:
        for sentence in docstrings(rule):
            if wrong := wrong_sentence(sentence, rule, sources):
                yield Problem("another sentence", rule.where, wrong, sentence)


def _guarded(rule: Source) -> list[str]:
    """Return the tools that a rule names in `before`."""
    node = parse(rule.text).body[0]
    if not isinstance(node, ast.FunctionDef):
        return []
    call = node.decorator_list[0]
    before = next(
        (each.value for each in getattr(call, "keywords", ()) if each.arg == "before"), None
    )
    named = before.elts if isinstance(before, ast.Tuple | ast.List) else [before]
    return [ast.unparse(each) if each is not None else "nothing" for each in named]
