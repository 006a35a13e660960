"""Searches in processes of their own, so that what becomes of them costs no plan."""
