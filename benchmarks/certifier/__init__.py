"""How often the certifier errs: defects planted at random into synthesized domains, and variants.

A planted defect that no check notices is a false acceptance; a certified task that is rejected
after a change that should not matter is a false rejection.
"""
