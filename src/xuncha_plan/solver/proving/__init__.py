"""Looks for certificates that the checker can verify without a solver."""
