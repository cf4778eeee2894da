"""Flights, and what is sold like them: fares by family, bookings of several people, delays."""
