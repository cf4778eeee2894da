"""Words for the people whom a wish may be about beside the user."""

ROLES: tuple[str, ...] = tuple(
    """
    wife husband partner son daughter child mother father mum dad parent sister brother relative
    friend colleague neighbour boss guest passenger traveller driver lawyer proxy delegate
    representative payee recipient beneficiary
    """.split()
)
"""What somebody is to the user, or in what is wished for."""

PEOPLE = (*ROLES, "person", "contact", "co-user", "user")
"""All that another person is called."""
