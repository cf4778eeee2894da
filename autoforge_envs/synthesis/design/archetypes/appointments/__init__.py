"""Appointments: people see practitioners at free slots, and have prescriptions filled."""
