"""The kinds of business there are; one module and one template each."""
