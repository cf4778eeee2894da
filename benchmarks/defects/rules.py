"""Rules that fire too often, too seldom or not at all."""

from benchmarks.defects.planting import defect
from benchmarks.defects.shop import Shop


@defect("rule", "procedure")
def confirmation_is_never_demanded(shop: Shop) -> None:
    """The rule on confirmation never fires."""
    shop.edit(
        "rules.py", "return is_confirmed(state, call)", "return is_confirmed(state, call) or True"
    )


@defect("rule", "procedure")
def any_yes_will_do(shop: Shop) -> None:
    """A yes to anything counts as a yes to the call."""
    _confirm_by(shop, "any(True for each in state.find(Confirmation))")


@defect("rule", "procedure")
def half_a_yes_will_do(shop: Shop) -> None:
    """A yes that names what is changed counts, whatever else the call says."""
    named = "next(str(v) for k, v in call.arguments.items() if k != 'customer_id')"
    _confirm_by(shop, f"any({named} in each.details for each in state.find(Confirmation))")


@defect("rule", "variations")
def only_one_wording_confirms(shop: Shop) -> None:
    """The rule on confirmation wants the details in one wording."""
    _confirm_by(shop, "any('order (' in each.details for each in state.find(Confirmation))")


@defect("rule", "procedure")
def write_without_identity(shop: Shop) -> None:
    """A writing tool lets everybody through: no rule on identity guards it."""
    shop.edit(
        "rules.py",
        "before=[list_orders, place_order, inspect_reader]",
        "before=[list_orders, inspect_reader]",
    )


@defect("rule", "procedure")
def view_without_identity(shop: Shop) -> None:
    """A tool shows a customer's data to everybody."""
    shop.edit(
        "rules.py",
        "before=[list_orders, place_order, inspect_reader]",
        "before=[list_orders, place_order]",
    )


@defect("rule", "plan", sealed=False)
def rule_forbids_the_plan(shop: Shop) -> None:
    """A rule is stricter than its sentence and forbids what the plan does."""
    shop.edit("rules.py", "return quantity <= LARGEST_ORDER", "return quantity < 2")


@defect("rule", "grounds")
def rule_never_fires(shop: Shop) -> None:
    """The rule for which a request is declined never fires."""
    shop.edit("rules.py", '.status == "pending"', '.status != "lost"')


@defect("rule", "grounds")
def two_rules_forbid_it(shop: Shop) -> None:
    """A second rule forbids what is declined, and the goal takes only the first."""
    shop.edit(
        "rules.py",
        '@rule(before=place_order, enforced_by="tools")\n',
        '@rule(before=cancel_order, enforced_by="agent")\n'
        "def shipped_orders_are_returned(state: State, order_id: Reference[Order]) -> bool:\n"
        '    """A shipped order is returned, not cancelled."""\n'
        '    return state.get(Order, order_id).status != "shipped"\n\n\n'
        '@rule(before=place_order, enforced_by="tools")\n',
    )


@defect("rule", "plan", sealed=False)
def rule_crashes(shop: Shop) -> None:
    """A rule fails by its own fault on a value that its author did not think of."""
    shop.edit(
        "rules.py", "return quantity <= LARGEST_ORDER", "return {1: True, 5: False}[quantity]"
    )


def _confirm_by(shop: Shop, condition: str) -> None:
    """Decide otherwise when a change is confirmed."""
    shop.edit("rules.py", "return is_confirmed(state, call)", f"return {condition}")
    shop.edit(
        "rules.py",
        "LARGEST_ORDER = 3",
        "from autoforge_envs.domain.conversation import Confirmation\n\nLARGEST_ORDER = 3",
    )
