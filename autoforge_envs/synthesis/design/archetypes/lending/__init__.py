"""Lending: members borrow copies of things, renew, reserve, lose and pay for them."""
