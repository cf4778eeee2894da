"""Composition: from a domain to tasks. Walks, requests merged, plans executed, wishes phrased."""
