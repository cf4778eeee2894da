"""What a call reads is noted, wherever it comes from; what cannot be read off counts as more."""

from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.synthesis.certification.tracing import Query, TracedSession, query_of

ORDERS = "SELECT orders.id, orders.status \nFROM orders"


def test_a_question_is_read_off_its_text() -> None:
    sql = f"{ORDERS} \nWHERE orders.status = ? AND orders.shipped_on IS NULL ORDER BY orders.id"
    query = query_of(sql, ("pending",))
    assert query == Query("orders", (("status", "pending"), ("shipped_on", None)))
    assert query.concerns("orders", {"status": "pending", "shipped_on": None})
    assert not query.concerns("orders", {"status": "pending", "shipped_on": "2026-01-01"})
    assert not query.concerns("books", {"status": "pending", "shipped_on": None})


def test_a_question_without_a_condition_is_about_every_row_of_a_table() -> None:
    query = query_of(f"{ORDERS} ORDER BY orders.id", ())
    assert query.concerns("orders", {"status": "pending"})
    assert not query.concerns("books", {})


def test_a_condition_that_cannot_be_read_counts_as_none() -> None:
    query = query_of(f"{ORDERS} WHERE orders.total > ? ORDER BY orders.id", (5,))
    assert query == Query("orders", ())


def test_a_text_that_cannot_be_read_is_about_every_row() -> None:
    assert query_of("SELECT 1 UNION SELECT 2", ()).concerns("books", {})


def test_a_call_is_traced_with_what_its_rules_and_its_body_ask(server: LocalServer) -> None:
    session = TracedSession(server)
    session.call("agent", "check_password", {"customer_id": "CU-6", "password": "baobab"})
    session.call("agent", "list_orders", {"customer_id": "CU-6"})
    check, listing = session.traces
    assert (check.name, listing.name) == ("check_password", "list_orders")
    assert Query("customers", (("id", "CU-6"),)) in check.queries
    assert Query("identity_checks", ()) in listing.queries
    assert Query("orders", (("customer_id", "CU-6"),)) in listing.queries
    session.close()


def test_it_answers_as_any_other_session_and_traces_since_reset(server: LocalServer) -> None:
    traced, plain = TracedSession(server), server.open_session()
    call = ("agent", "check_password", {"customer_id": "CU-6", "password": "baobab"})
    assert traced.call(*call) == plain.call(*call)  # type: ignore[arg-type]
    assert traced.difference() == plain.difference()
    assert traced.violations() == []
    snapshot = traced.save()
    traced.reset()
    assert (traced.traces, traced.difference()) == ([], [])
    traced.restore(snapshot)
    assert traced.difference() == plain.difference()
    traced.close()
    plain.close()
