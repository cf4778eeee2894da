"""What a good model would say about a sailing school: written by hand, no model was asked."""

import json
from typing import Any

from autoforge_envs.synthesis.documents.tool_documents import ToolDocument, ToolDocuments

Answer = dict[str, Any]

TOOLS: dict[str, tuple[str, bool]] = {
    "list_courses": ("List the courses that can be booked.", False),
    "get_course": ("Show one course.", False),
    "list_bookings": ("List the bookings of a pupil.", False),
    "get_booking": ("Show one booking.", False),
    "list_invoices": ("List the invoices of a booking.", False),
    "book_course": ("Book a place in a course for a pupil.", True),
    "change_seats": ("Change for how many people a booking is.", True),
    "cancel_booking": ("Cancel a booking.", True),
    "pay_invoice": ("Pay an invoice.", True),
}


def _document(name: str, description: str, writes: bool) -> ToolDocument:
    return ToolDocument(
        name=name,
        description=description,
        parameters={"type": "object", "properties": {"id": {"type": "string"}}},
        returns=None,
        effect="write" if writes else "read",
        origin=f"sailing.json, tools.{name}",
    )


DOCUMENTS = ToolDocuments(
    source="functions",
    title="Sailing school",
    description="Pupils book courses and pay for them.",
    tools=tuple(_document(name, *told) for name, told in TOOLS.items()),
    schemas={},
    digest="0" * 64,
)
TOPIC = ToolDocuments("topic", "A sailing school", "A sailing school on a lake", (), {}, "1" * 64)


def column(name: str, kind: str, **more: Any) -> Answer:
    blank = {"to": "", "choices": [], "optional": False, "unique": False, "description": ""}
    return {"name": name, "type": kind, **blank, **more}


SCHEMA: Answer = {
    "name": "sailing",
    "title": "Windward Sailing School",
    "about": "a sailing school on a lake with courses for beginners and for those who race.",
    "customer": {"singular": "pupil", "plural": "pupils"},
    "customer_columns": [column("licence", "Choice", choices=["none", "basic", "advanced"])],
    "tables": [
        {
            "name": "Course",
            "plural": "courses",
            "description": "A course that can be booked.",
            "columns": [
                column("name", "Label", unique=True),
                column("boat", "Choice", choices=["dinghy", "catamaran", "keelboat"]),
                column("price", "Money", description="For one person."),
                column("starts_on", "Date"),
                column("days", "Quantity"),
            ],
        },
        {
            "name": "Booking",
            "plural": "bookings",
            "description": "Places in a course that a pupil has booked.",
            "columns": [
                column("pupil_id", "Reference", to="Pupil"),
                column("course_id", "Reference", to="Course"),
                column("status", "Choice", choices=["open", "cancelled", "finished"]),
                column("seats", "Quantity", description="For how many people."),
                column("price", "Money"),
                column("booked_on", "Date"),
            ],
        },
        {
            "name": "Invoice",
            "plural": "invoices",
            "description": "What a pupil has to pay for a booking.",
            "columns": [
                column("booking_id", "Reference", to="Booking"),
                column("amount", "Money"),
                column("status", "Choice", choices=["unpaid", "paid"]),
                column("due_on", "Date"),
            ],
        },
    ],
    "tools": [
        {"name": name, "purpose": purpose, "writes": writes}
        for name, (purpose, writes) in TOOLS.items()
    ],
}

VOCABULARIES: Answer = {
    "vocabularies": [
        {
            "column": "Course.name",
            "texts": [
                "First Steps on the Water", "Weekend in a Dinghy", "Racing for Beginners",
                "Night Sailing", "Catamaran Thrills", "Knots and Ropes", "Storm Handling",
                "Family Regatta", "Around the Island", "Harbour Manoeuvres",
            ],
        }
    ],
    "ranges": [
        {"column": "Course.price", "least": 8000, "most": 45000},
        {"column": "Course.days", "least": 1, "most": 6},
        {"column": "Booking.seats", "least": 1, "most": 4},
        {"column": "Booking.price", "least": 8000, "most": 90000},
        {"column": "Invoice.amount", "least": 2000, "most": 60000},
    ],
    "days": [],
}  # fmt: skip

SOURCES: dict[str, str] = {
    "list_courses": '''
@tool(intent="list the courses with a {boat}")
def list_courses(state: State, boat: CourseBoat) -> list[Course]:
    """List the courses that can be booked with one kind of boat.

    Args:
        boat: The kind of boat.
    """
    return state.find(Course, boat=boat)
''',
    "get_course": '''
@tool(intent="look at course {course_id}")
def get_course(state: State, course_id: Reference[Course]) -> Course:
    """Show one course.

    Args:
        course_id: The course.
    """
    return state.get(Course, course_id)
''',
    "list_bookings": '''
@tool(intent="list the bookings of pupil {pupil_id}")
def list_bookings(state: State, pupil_id: Reference[Pupil]) -> list[BookingDetails]:
    """List the bookings of a pupil, also those that are over.

    Args:
        pupil_id: The pupil.
    """
    state.get(Pupil, pupil_id)
    return [booking_details(state, each) for each in state.find(Booking, pupil_id=pupil_id)]
''',
    "get_booking": '''
@tool(intent="look at booking {booking_id}")
def get_booking(state: State, booking_id: Reference[Booking]) -> BookingDetails:
    """Show one booking with its course.

    Args:
        booking_id: The booking.
    """
    return booking_details(state, state.get(Booking, booking_id))
''',
    "list_invoices": '''
@tool(intent="list the invoices of booking {booking_id}")
def list_invoices(state: State, booking_id: Reference[Booking]) -> list[Invoice]:
    """List the invoices of a booking.

    Args:
        booking_id: The booking.
    """
    state.get(Booking, booking_id)
    return state.find(Invoice, booking_id=booking_id)
''',
    "book_course": '''
@tool(intent="book course {course_id} for {seats} people", writes=True)
def book_course(
    state: State, pupil_id: Reference[Pupil], course_id: Reference[Course], seats: Quantity
) -> Booking:
    """Book a place in a course for a pupil; the price is that of the course for each person.

    Args:
        pupil_id: The pupil.
        course_id: The course.
        seats: For how many people.
    """
    state.get(Pupil, pupil_id)
    course = state.get(Course, course_id)
    require(seats > 0, "book for one person at least")
    return state.add(
        Booking,
        pupil_id=pupil_id,
        course_id=course_id,
        status="open",
        seats=seats,
        price=course.price * seats,
        booked_on=state.now[:10],
    )
''',
    "change_seats": '''
@tool(intent="change booking {booking_id} to {seats} people", writes=True)
def change_seats(state: State, booking_id: Reference[Booking], seats: Quantity) -> Booking:
    """Change for how many people an open booking is; the price follows.

    Args:
        booking_id: The booking.
        seats: For how many people from now on.
    """
    booking = state.get(Booking, booking_id)
    require(booking.status == "open", f"{booking_id} is {booking.status}, not open")
    require(seats > 0, "a booking is for one person at least")
    require(seats != booking.seats, f"it is for {seats} already")
    course = state.get(Course, booking.course_id)
    return state.update(booking, seats=seats, price=course.price * seats)
''',
    "cancel_booking": '''
@tool(intent="cancel booking {booking_id}", writes=True)
def cancel_booking(state: State, booking_id: Reference[Booking]) -> Booking:
    """Cancel an open booking.

    Args:
        booking_id: The booking.
    """
    booking = state.get(Booking, booking_id)
    require(booking.status == "open", f"{booking_id} is {booking.status}, not open")
    return state.update(booking, status="cancelled")
''',
    "pay_invoice": '''
@tool(intent="pay invoice {invoice_id}", writes=True)
def pay_invoice(state: State, invoice_id: Reference[Invoice]) -> Invoice:
    """Pay an invoice that is unpaid.

    Args:
        invoice_id: The invoice.
    """
    invoice = state.get(Invoice, invoice_id)
    require(invoice.status == "unpaid", f"{invoice_id} is paid already")
    return state.update(invoice, status="paid")
''',
}
VIEW = '''
@dataclass(frozen=True, slots=True)
class BookingDetails:
    """A booking with the name of its course and when it begins."""

    booking_id: Reference[Booking]
    course_id: Reference[Course]
    course: Label
    starts_on: Date
    status: BookingStatus
    seats: Quantity
    price: Money
    booked_on: Date
'''
FUNCTION = '''
def booking_details(state: State, booking: Booking) -> BookingDetails:
    """Put a booking and its course together."""
    course = state.get(Course, booking.course_id)
    return BookingDetails(
        booking_id=booking.id,
        course_id=course.id,
        course=course.name,
        starts_on=course.starts_on,
        status=booking.status,
        seats=booking.seats,
        price=booking.price,
        booked_on=booking.booked_on,
    )
'''


def tools(*names: str, shared: bool = False) -> Answer:
    """Return the answer that writes some of the tools."""
    return {
        "choices": [],
        "constants": [],
        "views": [{"name": "BookingDetails", "source": VIEW}] if shared else [],
        "tools": [
            {"name": name, "title": "courses and bookings", "source": SOURCES[name]}
            for name in names
        ],
        "functions": [{"name": "booking_details", "source": FUNCTION}] if shared else [],
    }


FIRST_TOOLS = ("list_courses", "get_course", "list_bookings", "get_booking")
LAST_TOOLS = tuple(TOOLS)[4:]

RULES: Answer = {
    "limits": [
        {"name": "MOST_SEATS", "source": "MOST_SEATS = 3"},
        {"name": "LARGEST_INVOICE", "source": "LARGEST_INVOICE = 40000"},
    ],
    "rules": [
        {
            "name": "bookings_are_small",
            "title": "bookings",
            "source": '''
@rule(before=(book_course, change_seats), enforced_by="agent")
def bookings_are_small(_state: State, seats: Quantity) -> bool:
    """A booking is for at most 3 people."""
    return seats <= MOST_SEATS
''',
        },
        {
            "name": "dear_bookings_stay",
            "title": "bookings",
            "source": '''
@rule(before=cancel_booking, enforced_by="agent")
def dear_bookings_stay(state: State, booking_id: Reference[Booking]) -> bool:
    """A booking that costs more than 600.00 cannot be cancelled."""
    return state.get(Booking, booking_id).price <= 60000
''',
        },
        {
            "name": "large_invoices_are_paid_at_the_desk",
            "title": "paying",
            "source": '''
@rule(before=pay_invoice, enforced_by="agent")
def large_invoices_are_paid_at_the_desk(state: State, invoice_id: Reference[Invoice]) -> bool:
    """An invoice of more than 400.00 is paid at the desk, not here."""
    return state.get(Invoice, invoice_id).amount <= LARGEST_INVOICE
''',
        },
    ],
}


def said(about: str, *ways: str) -> Answer:
    return {"about": about, "ways": list(ways)}


PHRASES: Answer = {
    "requests": [
        said("book_course", "I want to book {course_id} for {seats} people.", "Book {course_id}."),
        said("change_seats", "Make {booking_id} for {seats} people.", "Change {booking_id}."),
        said("cancel_booking", "Please call off {booking_id}.", "I cannot come to {booking_id}."),
        said("pay_invoice", "I want to pay {invoice_id}.", "Take the money for {invoice_id}."),
    ],
    "choices": [],
    "adjectives": [],
    "rows": [said("Booking", "booking", "reservation"), said("Course", "course")],
    "columns": [said("starts_on", "first day")],
    "highest": [said("price", "most expensive")],
    "lowest": [said("price", "cheapest")],
    "questions": [said("courses.days", "How many days does it take?")],
}

ANSWERS: tuple[tuple[str, Answer], ...] = (
    ("schema", SCHEMA),
    ("vocabularies", VOCABULARIES),
    ("tools", tools(*FIRST_TOOLS, shared=True)),
    ("tools", tools(*LAST_TOOLS)),
    ("rules", RULES),
    ("phrases", PHRASES),
)
"""The good answers in the order in which they are asked for."""


def good_texts() -> list[str]:
    """Return the good answers as a model says them."""
    return [json.dumps(answer) for _, answer in ANSWERS]
