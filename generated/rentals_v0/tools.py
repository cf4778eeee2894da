"""What the people who answer for Meridian Car Hire can do."""

from autoforge_envs.domain import (
    City,
    Date,
    Money,
    PersonName,
    Quantity,
    Reference,
    Secret,
    State,
    days_between,
    record_identity,
    require,
    tool,
)

from .models import (
    Annoyance,
    Car,
    CarCategory,
    CarModel,
    CarOffer,
    Charge,
    ChargeDetails,
    ChargeKind,
    CoUser,
    DamagedPart,
    DamageReport,
    DepositRelease,
    Driver,
    DriverMatch,
    Goodwill,
    Power,
    Proxy,
    Relation,
    Rental,
    RentalCancellation,
    RentalDetails,
    RentalFile,
    Severity,
    Station,
    TakenBack,
    TakenDays,
)

LONG_FROM_DAYS = 7
LONG_DISCOUNT_PERCENT = 10
FREE_CANCELLATION_DAYS = 2
LATE_CANCELLATION_PERCENT = 40
PRICE_PER_KILOMETRE = 15
LATE_DAY_PERCENT = 200
ONE_WAY_FEE = 5500
CO_USER_FEE = 1600
DAMAGE_PERCENT = {"scratch": 3, "dent": 9, "broken": 24}

# --- finding and checking the driver -------------------------------------------------------------


@tool(intent="find the drivers called {name}, born on {date_of_birth}")
def find_drivers_by_name(state: State, name: PersonName, date_of_birth: Date) -> list[DriverMatch]:
    """Find drivers by full name and date of birth; there may be several.

    Args:
        name: First and last name, as it is in the books.
        date_of_birth: The date of birth.
    """
    return [
        DriverMatch(id=driver.id, name=driver.name)
        for driver in state.find(Driver, name=name)
        if driver.date_of_birth == date_of_birth
    ]


@tool(intent="verify the identity of driver {driver_id}", writes=True)
def verify_identity(state: State, driver_id: Reference[Driver], passphrase: Secret) -> DriverMatch:
    """Check that you talk to the driver, and record that you did.

    Args:
        driver_id: Who they say they are.
        passphrase: The passphrase, as they say it.
    """
    driver = state.get(Driver, driver_id)
    matches = driver.passphrase.casefold() == passphrase.casefold()
    require(matches, "this is not the passphrase")
    record_identity(state, driver.id)
    return DriverMatch(id=driver.id, name=driver.name)


@tool(intent="look at the details of driver {driver_id}")
def get_driver(state: State, driver_id: Reference[Driver]) -> Driver:
    """Show what is in the books about a driver.

    Args:
        driver_id: The driver.
    """
    return state.get(Driver, driver_id)


# --- looking things up ---------------------------------------------------------------------------


@tool(intent="list the rentals of driver {driver_id}")
def list_rentals(state: State, driver_id: Reference[Driver]) -> list[RentalDetails]:
    """List what a driver has rented, is renting and is going to rent.

    Args:
        driver_id: The driver.
    """
    state.get(Driver, driver_id)
    return [details_of(state, rental) for rental in state.find(Rental, driver_id=driver_id)]


@tool(intent="look at the file of rental {rental_id}")
def get_rental_file(state: State, rental_id: Reference[Rental]) -> RentalFile:
    """Show a rental with everything that was charged and reported for it.

    Args:
        rental_id: The rental.
    """
    rental = state.get(Rental, rental_id)
    return RentalFile(
        rental=rental,
        car=state.get(Car, rental.car_id),
        charges=state.find(Charge, rental_id=rental_id),
        damages=state.find(DamageReport, rental_id=rental_id),
        co_users=state.find(CoUser, rental_id=rental_id),
    )


@tool(intent="list the charges of driver {driver_id}")
def list_charges(state: State, driver_id: Reference[Driver]) -> list[ChargeDetails]:
    """List what a driver has to pay beside prices, and what is paid.

    Args:
        driver_id: The driver.
    """
    state.get(Driver, driver_id)
    return [
        charge_details(state, rental, each)
        for rental in state.find(Rental, driver_id=driver_id)
        for each in state.find(Charge, rental_id=rental.id)
    ]


@tool(intent="list the stations in {city}")
def list_stations(state: State, city: City) -> list[Station]:
    """List the stations of a city.

    Args:
        city: The city.
    """
    return state.find(Station, city=city)


@tool(intent="list the car models of category {category}")
def search_car_models(state: State, category: CarCategory) -> list[CarModel]:
    """List the car models of one category, with what a day costs.

    Args:
        category: The category.
    """
    return state.find(CarModel, category=category)


@tool(intent="list the cars of station {station_id}")
def list_cars(
    state: State, station_id: Reference[Station], category: CarCategory | None = None
) -> list[CarOffer]:
    """List the cars that belong to a station, free or not.

    Args:
        station_id: The station.
        category: Only those of this category.
    """
    offers = [offer_of(state, car) for car in state.find(Car, station_id=station_id)]
    return [offer for offer in offers if category in (None, offer.category)]


@tool(intent="see when car {car_id} is taken")
def check_calendar(state: State, car_id: Reference[Car]) -> list[TakenDays]:
    """List the days on which a car is promised to somebody; the last day is still taken.

    Args:
        car_id: The car.
    """
    state.get(Car, car_id)
    return [
        TakenDays(rental_id=rental.id, starts_on=rental.starts_on, ends_on=rental.ends_on)
        for rental in occupations(state, car_id)
    ]


# --- rentals ahead -------------------------------------------------------------------------------


@tool(intent="book car {car_id} from {starts_on} to {ends_on}", writes=True)
def book_car(
    state: State,
    driver_id: Reference[Driver],
    car_id: Reference[Car],
    starts_on: Date,
    ends_on: Date,
) -> Rental:
    """Promise a car to a driver; it is fetched and brought back at its station.

    As many days are paid as there are nights, one at least. From 7 days on the whole price is 10
    percent lower.

    Args:
        driver_id: Who rents it.
        car_id: The car.
        starts_on: The first day, today at the earliest.
        ends_on: The last day.
    """
    state.get(Driver, driver_id)
    car = state.get(Car, car_id)
    in_order = state.now[:10] <= starts_on <= ends_on
    require(in_order, f"{starts_on} to {ends_on} is not a time ahead")
    require(car.status != "in_workshop", f"{car_id} is in the workshop")
    return state.add(
        Rental,
        driver_id=driver_id,
        car_id=car_id,
        status="booked",
        booked_on=state.now[:10],
        starts_on=starts_on,
        ends_on=ends_on,
        return_station_id=car.station_id,
        price=rent_for(state, car, starts_on, ends_on),
        deposit=state.get(CarModel, car.car_model_id).deposit,
        deposit_status="held",
        extensions=0,
    )


@tool(intent="cancel rental {rental_id}", writes=True)
def cancel_rental(state: State, rental_id: Reference[Rental]) -> RentalCancellation:
    """Cancel a rental that has not begun, and give price and deposit back less a fee.

    It is free until 2 days before the first, then 40 percent are kept.

    Args:
        rental_id: The rental.
    """
    rental = state.get(Rental, rental_id)
    require(rental.status in ("booked", "running"), f"{rental_id} is {rental.status}")
    fee = cancellation_fee(state, rental)
    if fee > 0:
        state.update(charge(state, rental, "cancellation", fee), status="paid")
    state.update(rental, status="cancelled", deposit_status="released")
    return RentalCancellation(rental_id=rental_id, fee=fee, refund=max(0, rental.price - fee))


@tool(intent="take car {car_id} for rental {rental_id} instead", writes=True)
def swap_car(state: State, rental_id: Reference[Rental], car_id: Reference[Car]) -> Rental:
    """Give another car for a rental that has not begun, at that one's price.

    Args:
        rental_id: The rental, which must be booked.
        car_id: The other car.
    """
    rental = state.get(Rental, rental_id)
    car = state.get(Car, car_id)
    require(rental.status == "booked", f"{rental_id} is {rental.status}, not booked")
    require(car.id != rental.car_id, f"{car_id} is the one that is booked")
    require(car.status != "in_workshop", f"{car_id} is in the workshop")
    return state.update(
        rental,
        car_id=car_id,
        price=rent_for(state, car, rental.starts_on, rental.ends_on),
        deposit=state.get(CarModel, car.car_model_id).deposit,
    )


@tool(intent="let {name} use rental {rental_id} as well", writes=True)
def add_co_user(state: State, rental_id: Reference[Rental], name: PersonName) -> CoUser:
    """Allow somebody else to use what was rented, for 16.00.

    Args:
        rental_id: The rental.
        name: First and last name of the other one.
    """
    rental = state.get(Rental, rental_id)
    is_there = state.find(CoUser, rental_id=rental_id, name=name)
    require(not is_there, f"{name} is allowed to use {rental_id} already")
    charge(state, rental, "co_user", CO_USER_FEE)
    return state.add(
        CoUser, rental_id=rental_id, name=name, fee=CO_USER_FEE, added_on=state.now[:10]
    )


@tool(intent="take co-user {co_user_id} off", writes=True)
def remove_co_user(state: State, co_user_id: Reference[CoUser]) -> CoUser:
    """Do not let somebody use what was rented any more; the fee stays.

    Args:
        co_user_id: The other one.
    """
    co_user = state.get(CoUser, co_user_id)
    state.remove(co_user)
    return co_user


# --- rentals that have begun ---------------------------------------------------------------------


@tool(intent="prolong rental {rental_id} until {ends_on}", writes=True)
def extend_rental(state: State, rental_id: Reference[Rental], ends_on: Date) -> Rental:
    """Make a rental longer, at the price of the longer time.

    Args:
        rental_id: The rental, which must be booked or running.
        ends_on: The new last day.
    """
    rental = state.get(Rental, rental_id)
    require(rental.status in ("booked", "running"), f"{rental_id} is {rental.status}")
    require(ends_on > rental.ends_on, f"{rental_id} lasts until {rental.ends_on} already")
    return state.update(
        rental,
        ends_on=ends_on,
        price=rental.price + more_rent(state, rental, ends_on),
        extensions=rental.extensions + 1,
    )


@tool(intent="bring rental {rental_id} back to station {return_station_id}", writes=True)
def change_return_station(
    state: State, rental_id: Reference[Rental], return_station_id: Reference[Station]
) -> Rental:
    """Let a rental end somewhere else than it began, for 55.00.

    Going back to where it began is free.

    Args:
        rental_id: The rental.
        return_station_id: Where it is to be brought.
    """
    rental = state.get(Rental, rental_id)
    state.get(Station, return_station_id)
    require(rental.status in ("booked", "running"), f"{rental_id} is {rental.status}")
    is_other = rental.return_station_id != return_station_id
    require(is_other, f"{rental_id} ends at {return_station_id} already")
    if state.get(Car, rental.car_id).station_id != return_station_id:
        charge(state, rental, "one_way", ONE_WAY_FEE)
    return state.update(rental, return_station_id=return_station_id)


@tool(intent="take rental {rental_id} back after {kilometres} kilometres", writes=True)
def take_back(state: State, rental_id: Reference[Rental], kilometres: Quantity) -> TakenBack:
    """Note that a car is back, and charge kilometres and days that were not paid.

    A kilometre more than the price includes costs 0.15, a day too late
    200 percent of the daily rate.

    Args:
        rental_id: The rental, which must be running.
        kilometres: How many were driven.
    """
    rental = running_rental(state, rental_id)
    car = state.get(Car, rental.car_id)
    state.update(car, odometer=car.odometer + kilometres)
    car_model = state.get(CarModel, car.car_model_id)
    included = car_model.daily_distance * num_days(rental.starts_on, rental.ends_on)
    due = charge_late_days(state, rental, car_model)
    if kilometres > included:
        more = kilometres - included
        due += charge(state, rental, "distance", more * PRICE_PER_KILOMETRE).amount
    state.update(rental, status="returned", returned_on=state.now[:10], kilometres=kilometres)
    return TakenBack(rental_id=rental_id, due=due)


# --- damage and money ----------------------------------------------------------------------------


@tool(intent="report a {severity} of the {part} in rental {rental_id}", writes=True)
def report_damage(
    state: State, rental_id: Reference[Rental], part: DamagedPart, severity: Severity
) -> DamageReport:
    """Note what broke, and charge for it.

    A scratch costs 3, a dent 9 and a broken part 24 percent of what a new car costs.

    Args:
        rental_id: The rental, running or returned.
        part: What is damaged.
        severity: How badly.
    """
    rental = state.get(Rental, rental_id)
    require(rental.status in ("running", "returned"), f"{rental_id} is {rental.status}")
    known = state.find(DamageReport, rental_id=rental_id, part=part)
    require(not known, f"a damage of the {part} is reported for {rental_id} already")
    cost = damage_cost(state, rental, severity)
    charge(state, rental, "damage", cost)
    return state.add(
        DamageReport,
        rental_id=rental_id,
        part=part,
        severity=severity,
        cost=cost,
        reported_on=state.now[:10],
    )


@tool(intent="take the payment of charge {charge_id}", writes=True)
def pay_charge(state: State, charge_id: Reference[Charge]) -> Charge:
    """Book that a charge is paid in full.

    Args:
        charge_id: The charge, which must be open.
    """
    found = state.get(Charge, charge_id)
    require(found.status == "open", f"charge {charge_id} is paid already")
    return state.update(found, status="paid")


@tool(intent="release the deposit of rental {rental_id}", writes=True)
def release_deposit(state: State, rental_id: Reference[Rental]) -> DepositRelease:
    """Pay a deposit back, less open charges; the smallest are paid first, as far as it goes.

    Args:
        rental_id: The rental, which must be returned.
    """
    rental = state.get(Rental, rental_id)
    require(rental.status == "returned", f"{rental_id} is {rental.status}, not returned")
    require(rental.deposit_status == "held", f"the deposit of {rental_id} is released already")
    left = rental.deposit
    open_charges = state.find(Charge, rental_id=rental_id, status="open")
    for each in sorted(open_charges, key=lambda each: (each.amount, each.id)):
        if each.amount <= left:
            left -= each.amount
            state.update(each, status="paid")
    state.update(rental, deposit_status="released")
    return DepositRelease(rental_id=rental_id, kept=rental.deposit - left, paid_back=left)


# --- making up for trouble -----------------------------------------------------------------------


@tool(intent="list the goodwill credits for rental {rental_id}")
def list_goodwill(state: State, rental_id: Reference[Rental]) -> list[Goodwill]:
    """List what was given for trouble with a rental.

    Args:
        rental_id: The rental.
    """
    state.get(Rental, rental_id)
    return state.find(Goodwill, rental_id=rental_id)


@tool(intent="give a goodwill credit of {amount} for rental {rental_id}", writes=True)
def grant_goodwill(
    state: State, rental_id: Reference[Rental], reason: Annoyance, amount: Money
) -> Goodwill:
    """Give a credit for trouble with a rental, once for each.

    Args:
        rental_id: The rental that went wrong.
        reason: What went wrong.
        amount: How much is given.
    """
    state.get(Rental, rental_id)
    require(amount > 0, "the amount must be more than zero")
    given = state.find(Goodwill, rental_id=rental_id)
    require(not given, f"a credit was given for {rental_id} already")
    return state.add(
        Goodwill, rental_id=rental_id, reason=reason, amount=amount, given_on=state.now[:10]
    )


# --- people who may act for others ---------------------------------------------------------------


@tool(intent="list who may act for driver {driver_id}")
def list_proxies(state: State, driver_id: Reference[Driver]) -> list[Proxy]:
    """List the people who may act for a driver, also those whose time is over.

    Args:
        driver_id: The driver.
    """
    state.get(Driver, driver_id)
    return state.find(Proxy, driver_id=driver_id)


@tool(intent="let {name} act for driver {driver_id} until {until}", writes=True)
def add_proxy(
    state: State,
    driver_id: Reference[Driver],
    name: PersonName,
    relation: Relation,
    power: Power,
    until: Date,
) -> Proxy:
    """Allow somebody to act for a driver.

    Args:
        driver_id: For whom.
        name: Who may act.
        relation: What they are to the driver.
        power: What they may do.
        until: The last day on which they may.
    """
    state.get(Driver, driver_id)
    require(until >= state.now[:10], f"{until} is over")
    return state.add(
        Proxy,
        driver_id=driver_id,
        name=name,
        relation=relation,
        power=power,
        until=until,
    )


@tool(intent="let {proxy_id} act until {until}", writes=True)
def extend_proxy(state: State, proxy_id: Reference[Proxy], until: Date) -> Proxy:
    """Let somebody act for longer.

    Args:
        proxy_id: Who may act.
        until: The new last day, later than the old one.
    """
    proxy = state.get(Proxy, proxy_id)
    require(until > proxy.until, f"{proxy_id} may act until {proxy.until} already")
    return state.update(proxy, until=until)


@tool(intent="take the permission away from {proxy_id}", writes=True)
def revoke_proxy(state: State, proxy_id: Reference[Proxy]) -> Proxy:
    """Take the permission to act for a driver back.

    Args:
        proxy_id: Who may not act any more.
    """
    proxy = state.get(Proxy, proxy_id)
    state.remove(proxy)
    return proxy


# --- what the tools share ------------------------------------------------------------------------


def details_of(state: State, rental: Rental) -> RentalDetails:
    """A rental as it is shown."""
    car = state.get(Car, rental.car_id)
    car_model = state.get(CarModel, car.car_model_id)
    station = state.get(Station, car.station_id)
    return RentalDetails(
        rental_id=rental.id,
        car_id=car.id,
        name=car_model.name,
        category=car_model.category,
        tag=car.tag,
        station=station.name,
        city=station.city,
        status=rental.status,
        starts_on=rental.starts_on,
        ends_on=rental.ends_on,
        returned_on=rental.returned_on,
        price=rental.price,
        deposit=rental.deposit,
        deposit_status=rental.deposit_status,
        extensions=rental.extensions,
    )


def charge_details(state: State, rental: Rental, found: Charge) -> ChargeDetails:
    """A charge as it is shown."""
    car = state.get(Car, rental.car_id)
    return ChargeDetails(
        charge_id=found.id,
        rental_id=rental.id,
        name=state.get(CarModel, car.car_model_id).name,
        kind=found.kind,
        amount=found.amount,
        status=found.status,
        charged_on=found.charged_on,
    )


def offer_of(state: State, car: Car) -> CarOffer:
    """A car with its price."""
    car_model = state.get(CarModel, car.car_model_id)
    return CarOffer(
        car_id=car.id,
        name=car_model.name,
        category=car_model.category,
        colour=car.colour,
        tag=car.tag,
        status=car.status,
        daily_rate=car_model.daily_rate,
        deposit=car_model.deposit,
    )


def occupations(state: State, car_id: str) -> list[Rental]:
    """The rentals ahead or running of a car."""
    booked = state.find(Rental, car_id=car_id, status="booked")
    return [*booked, *state.find(Rental, car_id=car_id, status="running")]


def num_days(starts_on: Date, ends_on: Date) -> int:
    """How many days are paid: as many as nights, but one at least."""
    return max(1, days_between(starts_on, ends_on))


def rent_for(state: State, car: Car, starts_on: Date, ends_on: Date) -> Money:
    """What a car costs from one day to another."""
    days = num_days(starts_on, ends_on)
    rate = state.get(CarModel, car.car_model_id).daily_rate
    rent = rate * days
    if days < LONG_FROM_DAYS:
        return rent
    return rent * (100 - LONG_DISCOUNT_PERCENT) // 100


def more_rent(state: State, rental: Rental, ends_on: Date) -> Money:
    """What a rental costs more if it ends on another day; less than zero if that is earlier."""
    car = state.get(Car, rental.car_id)
    before = rent_for(state, car, rental.starts_on, rental.ends_on)
    return rent_for(state, car, rental.starts_on, ends_on) - before


def cancellation_fee(state: State, rental: Rental) -> Money:
    """What it costs to cancel a rental today."""
    if days_between(state.now, rental.starts_on) >= FREE_CANCELLATION_DAYS:
        return 0
    return rental.price * LATE_CANCELLATION_PERCENT // 100


def damage_cost(state: State, rental: Rental, severity: Severity) -> Money:
    """What a driver bears of a damage."""
    car = state.get(Car, rental.car_id)
    new_price = state.get(CarModel, car.car_model_id).new_price
    return new_price * DAMAGE_PERCENT[severity] // 100


def running_rental(state: State, rental_id: str) -> Rental:
    """A rental, which must be running."""
    rental = state.get(Rental, rental_id)
    require(rental.status == "running", f"{rental_id} is {rental.status}, not running")
    return rental


def charge_late_days(state: State, rental: Rental, car_model: CarModel) -> Money:
    """Charge the days after the last one that was paid, if there are any."""
    late_days = days_between(rental.ends_on, state.now)
    if late_days <= 0:
        return 0
    amount = car_model.daily_rate * late_days * LATE_DAY_PERCENT // 100
    return charge(state, rental, "late", amount).amount


def charge(state: State, rental: Rental, kind: ChargeKind, amount: int) -> Charge:
    """Note what is to be paid for a rental."""
    return state.add(
        Charge,
        rental_id=rental.id,
        kind=kind,
        amount=amount,
        status="open",
        charged_on=state.now[:10],
    )
