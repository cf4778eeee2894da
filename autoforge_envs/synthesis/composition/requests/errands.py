"""Errands: something that only the user can do, with a device of theirs, when the agent asks."""

from functools import partial

from autoforge_envs.chance import draw
from autoforge_envs.domain.tasks import Step
from autoforge_envs.synthesis.composition.requests.acting import NUM_DRAWS
from autoforge_envs.synthesis.composition.requests.inquiring import listings
from autoforge_envs.synthesis.composition.scene import Scene, Wish
from autoforge_envs.synthesis.composition.views import value_at
from autoforge_envs.synthesis.composition.walking.draft import Expression
from autoforge_envs.synthesis.composition.walking.listings import Listing
from autoforge_envs.synthesis.composition.walking.sources import Look, Said, Shown
from autoforge_envs.synthesis.composition.wording.asking import Spoken, wish_of
from autoforge_envs.synthesis.composition.wording.names import capitalised
from autoforge_envs.synthesis.exploration import AnyTool

_DEFAULTS = ("Can you help me {wish}?", "I don't know how to {wish}, can you help me with that?")
_TOLD = ("Choice", "Label", "Money", "Quantity", "Date", "Percentage")


def run_errand(scene: Scene) -> Wish | None:
    """Add a request for which the agent needs the user's own hands."""
    tools = scene.atlas.user_tools()
    for position in scene.generator.permutation(len(tools)):
        tool = tools[position]
        for _ in range(NUM_DRAWS):
            drawn = _draw(scene, tool)
            if drawn is None:
                break
            wish = scene.attempt(partial(_write, scene, tool, *drawn), tool.name)
            if wish is not None:
                return wish
    return None


def _draw(scene: Scene, tool: AnyTool) -> tuple[dict[str, Said], Shown] | None:
    """Choose one of the customer's rows that the tool takes, and let the user know the rest."""
    found = [each for each in listings(scene) if _takes(tool, each)]
    if not found or not tool.writes:
        return None
    listing = scene.speech.pick(found)
    shown = listing.row(draw(range(len(listing.rows)), scene.generator))
    said: dict[str, Said] = {}
    for parameter in tool.parameters:
        if parameter.semantic.name in ("Identifier", "Reference"):
            said[parameter.name] = Said(parameter.name, parameter.semantic, shown.value)
        elif parameter.required:
            source = scene.seeker.sayings.say(tool, parameter)
            if source is None:
                return None
            said[parameter.name] = Said(
                parameter.name, parameter.semantic, source.value, held_back=True
            )
    return said, shown


def _takes(tool: AnyTool, listing: Listing) -> bool:
    """Tell whether a tool takes keys such as a list shows, and no other keys."""
    keys = [p for p in tool.parameters if p.semantic.name in ("Identifier", "Reference")]
    own = listing.view.own_key
    return len(keys) == 1 and own is not None and keys[0].semantic.references in ("", own.model)


def _write(scene: Scene, tool: AnyTool, said: dict[str, Said], shown: Shown) -> Wish:
    draft = scene.draft
    key = draft.express(shown)
    kind = scene.settle_on(tool.name, "allowed", scene.say.kind_of(shown))
    text = _ask(scene, tool, shown)
    arguments: dict[str, Expression] = {}
    for name, each in said.items():
        fact = draft.fact(each)
        arguments[name] = key if each.value == shown.value else {"fact": fact.name}
    result = scene.walk.make(tool, {name: each.value for name, each in said.items()})
    draft.add(tool.name, Step("", "ask_user", tool.name, arguments), result)
    told = _tell_change(scene, shown, key)
    return Wish(f"{text} {told}".strip(), tool.name, "allowed", kind)


def _ask(scene: Scene, tool: AnyTool, shown: Shown) -> str:
    row = scene.say.row_words(shown)
    written = scene.speech.phrasebook.requests.get(tool.name)
    words = {
        parameter.name: Spoken(row, "row", nouns=scene.say.nouns(shown))
        for parameter in tool.parameters
        if parameter.semantic.name in ("Identifier", "Reference")
    }
    if written:
        sentence = scene.speech.pick(written)
        for name, each in words.items():
            sentence = sentence.replace(f"{{{name}}}", each.text)
        return capitalised(sentence)
    wish, _, _ = wish_of(tool, words)
    return scene.speech.pick(_DEFAULTS).format(wish=wish)


def _tell_change(scene: Scene, shown: Shown, key: Expression) -> str:
    """Let the agent look again and say what has changed, where a look shows it."""
    look = shown.look
    again = scene.walk.look(scene.atlas.tools[look.tool], look.values)
    rows = shown.view.rows(again) if again is not None else []
    now = next((r for r in rows if value_at(r, shown.field.path) == shown.value), None)
    changed = [
        field
        for field in shown.view.fields
        if field.semantic.name in _TOLD and not field.is_nested and now is not None
        if value_at(now, field.path) not in (None, value_at(shown.row, field.path))
    ]
    if not changed:
        return ""
    field = scene.speech.pick(changed)
    step = scene.draft.look(Look(look.tool, look.arguments, again))
    place = {"result": step, "path": list(shown.view.path)}
    operands = {"over": place, "where": {shown.field.dotted: key}}
    row = scene.draft.think("now", "only", operands)
    label = scene.say.label_of(field)
    scene.draft.tell(label, field.semantic.name, {"result": row, "path": list(field.path)})
    return scene.speech.pick((f"What {label} do you see after that?", f"What is the {label} then?"))
