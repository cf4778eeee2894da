"""Settling: at the end, what all the changes together have left on the customer's account."""

from functools import partial

from autoforge_envs.synthesis.composition.scene import Scene, Wish
from autoforge_envs.synthesis.composition.views import Field, View, value_at
from autoforge_envs.synthesis.composition.walking.sources import Look

_TOLD = ("Money", "Quantity", "Number")


def settle(scene: Scene) -> Wish | None:
    """Add the question what something has come to, where an earlier request has changed it."""
    changed = [
        (look, view, field)
        for look in scene.seeker.own.looks()
        for view in scene.atlas.views[look.tool]
        if not view.is_list
        for field in view.fields
        if _has_changed(scene, look, view, field)
    ]
    if not changed:
        return None
    return scene.attempt(partial(_write, scene, *scene.speech.pick(changed)))


def _write(scene: Scene, look: Look, view: View, field: Field) -> Wish:
    kind = f"account {field.name}"
    scene.settle_on(look.tool, "told", kind, may_vary=False)
    step = scene.draft.look(look)
    words = scene.speech.property(field)
    value = {"result": step, "path": [*view.path, *field.path]}
    scene.draft.tell(f"{words} in the end", field.semantic.name, value)
    text = scene.speech.pick(
        (
            f"What is my {words} now, with all of this?",
            f"And what does my {words} come to in the end, everything included?",
        )
    )
    return Wish(text, look.tool, "told", kind)


def _has_changed(scene: Scene, look: Look, view: View, field: Field) -> bool:
    """Compare a cell of the customer's own row with what it was at the start."""
    if field.semantic.name not in _TOLD or field.is_nested or field.owner != scene.atlas.party:
        return False
    rows = view.rows(look.result)
    kind = scene.atlas.kinds[scene.atlas.party]
    if not rows or field.name not in kind.columns:
        return False
    now = kind.semantics[field.name]
    first = getattr(scene.party, field.name)
    shown = value_at(rows[0], field.path)
    if shown is None or first is None:
        return False
    return bool(shown != (f"{first // 100}.{first % 100:02}" if now.name == "Money" else first))
