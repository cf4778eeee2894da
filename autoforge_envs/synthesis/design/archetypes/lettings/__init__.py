"""Letting flats or rooms: rent, notice, repairs with visits, parking, keys."""
