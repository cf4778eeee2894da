"""Tools of the bookshop, for its agents and for the customers' e-readers."""

from autoforge_envs.domain import (
    Email,
    Identifier,
    Label,
    Quantity,
    Reference,
    Secret,
    State,
    ToolError,
    record_identity,
    require,
    tool,
)

from .models import Book, CancelReason, Customer, Order, Reader, Refund


@tool(intent="find the customer with e-mail address {email}")
def find_customer(state: State, email: Email) -> Customer:
    """Find a customer by e-mail address.

    Args:
        email: The customer's e-mail address.
    """
    found = state.find(Customer, email=email)
    require(bool(found), f"no customer has the e-mail address {email}")
    return found[0]


@tool(intent="check the password of customer {customer_id}", writes=True)
def check_password(state: State, customer_id: Reference[Customer], password: Secret) -> Customer:
    """Check a customer's identity by their password.

    Args:
        customer_id: The customer.
        password: What the customer says their password is.
    """
    customer = state.get(Customer, customer_id)
    require(customer.password == password, "that is not the customer's password")
    record_identity(state, customer.id)
    return customer


@tool(intent="list the orders of customer {customer_id}")
def list_orders(state: State, customer_id: Reference[Customer]) -> list[Order]:
    """List all orders of a customer.

    Args:
        customer_id: The customer.
    """
    return state.find(Order, customer_id=state.get(Customer, customer_id).id)


@tool(intent="find the book {title}")
def find_book(state: State, title: Label) -> Book:
    """Find a book by its exact title.

    Args:
        title: The title.
    """
    found = state.find(Book, title=title)
    if not found:
        raise ToolError(f"there is no book called {title!r}")
    return found[0]


@tool(intent="cancel order {order_id}", writes=True)
def cancel_order(state: State, order_id: Reference[Order], reason: CancelReason) -> Refund:
    """Cancel a pending order and refund what was paid for it.

    Args:
        order_id: The order to cancel.
        reason: Why the customer cancels.
    """
    order = state.get(Order, order_id)
    require(order.status != "cancelled", f"order {order_id} has been cancelled already")
    book = state.get(Book, order.book_id)
    state.update(book, stock=book.stock + order.quantity)
    state.update(order, status="cancelled", cancel_reason=reason)
    return state.add(Refund, order_id=order.id, amount=order.total, made_at=state.now)


@tool(intent="order {quantity} of book {book_id}", writes=True)
def place_order(
    state: State, customer_id: Reference[Customer], book_id: Reference[Book], quantity: Quantity
) -> Order:
    """Order a book for a customer.

    Args:
        customer_id: The customer who pays.
        book_id: The book.
        quantity: How many copies.
    """
    book = state.get(Book, book_id)
    require(1 <= quantity <= book.stock, f"{book.stock} copies are in stock, got {quantity}")
    state.update(book, stock=book.stock - quantity)
    return state.add(
        Order,
        customer_id=state.get(Customer, customer_id).id,
        book_id=book.id,
        quantity=quantity,
        total=book.price * quantity,
        status="pending",
        placed_at=state.now,
    )


@tool(intent="look at the e-reader of customer {customer_id}")
def inspect_reader(state: State, customer_id: Reference[Customer]) -> list[Reader]:
    """See which e-readers a customer has, and in which mode they last reported.

    Args:
        customer_id: The customer.
    """
    return state.find(Reader, customer_id=customer_id)


@tool(intent="restart the e-reader {reader_id}", writes=True, caller="user")
def restart_reader(state: State, reader_id: Identifier) -> Reader:
    """Hold the power button for ten seconds.

    Args:
        reader_id: Number on the back of the e-reader.
    """
    return state.update(state.get(Reader, reader_id), mode="ready")


@tool(intent="read what the screen of the e-reader {reader_id} shows", caller="user")
def read_screen(state: State, reader_id: Identifier) -> Reader:
    """Look at the screen.

    Args:
        reader_id: Number on the back of the e-reader.
    """
    return state.get(Reader, reader_id)
