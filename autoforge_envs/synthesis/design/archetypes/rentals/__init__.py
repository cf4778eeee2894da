"""Rentals: cars, bicycles or machines for some days, with deposits, damages and late returns."""
