"""Ways in: learnt by trying tools on rows, nothing is known of their names."""

from autoforge_envs.synthesis.composition.composer import Composer


def test_the_shop_finds_customers_by_mail_and_by_name(retail: Composer) -> None:
    finders = {each.finder.tool.name for each in retail.atlas.entrances if each.finder}
    assert finders == {"find_customer_by_email", "find_customers_by_name"}
    assert {each.check.name for each in retail.atlas.entrances} == {"verify_identity"}


def test_the_check_takes_the_key_from_the_finder_and_the_rest_from_the_customer(
    bookshop: Composer,
) -> None:
    (entrance,) = bookshop.atlas.entrances
    assert entrance.party == "Customer"
    assert entrance.key_argument == "customer_id"
    assert entrance.facts == {"password": "password"}


def test_what_records_an_identity_is_not_offered_as_a_change(retail: Composer) -> None:
    assert "verify_identity" not in {tool.name for tool in retail.atlas.acting_tools()}


def test_every_customer_belongs_to_one_split(retail: Composer) -> None:
    atlas = retail.atlas
    dealt = [row.id for rows in atlas.customers.values() for row in rows]
    assert sorted(dealt) == sorted(row.id for row in atlas.rows["Customer"])
