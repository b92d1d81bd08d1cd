"""Advice for one region: where it stands, what it is good at, and what to do next."""
