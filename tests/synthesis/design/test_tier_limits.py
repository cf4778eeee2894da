from autoforge_envs.synthesis.design.tier_limits import tier_sentence


def test_each_tier_has_its_limit() -> None:
    names = {"tiers": ("basic", "gold")}
    assert tier_sentence(names, lambda at: 3 + 2 * at) == "3 for basic, 5 for gold"


def test_a_limit_may_come_in_words() -> None:
    names = {"tiers": ("basic",)}
    assert tier_sentence(names, lambda at: f"{7 + at} days") == "7 days for basic"


def test_without_tiers_there_is_nothing_to_say() -> None:
    assert tier_sentence({}, lambda at: at) == ""
