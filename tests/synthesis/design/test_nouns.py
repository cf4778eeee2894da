from autoforge_envs.synthesis.design.nouns import Noun, all_forms, forms


def test_a_noun_has_every_form_that_code_and_sentences_need() -> None:
    found = forms("deal", Noun("gift card"))
    assert found["deal"] == "gift_card"
    assert found["Deal"] == "GiftCard"
    assert found["deals"] == "gift_cards"
    assert found["Deals"] == "GiftCards"
    assert found["DEALS"] == "GIFT_CARDS"
    assert found["deal_words"] == "gift card"
    assert found["a_deal"] == "a gift card"


def test_a_role_that_ends_in_y_has_a_plural_of_its_own() -> None:
    found = forms("party", Noun("person", "people"))
    assert found["parties"] == "people"
    assert found["parties_words"] == "people"


def test_an_article_fits_the_first_letter() -> None:
    assert forms("item", Noun("office"))["A_item"] == "An office"


def test_keys_of_two_nouns_never_begin_alike() -> None:
    found = all_forms({"party": Noun("member"), "item": Noun("menu"), "deal": Noun("melon")})
    prefixes = [found[f"{role}_prefix"] for role in ("party", "item", "deal")]
    assert len(set(prefixes)) == 3
