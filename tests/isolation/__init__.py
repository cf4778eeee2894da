"""Tests of the locked worker."""
