"""Variations of one problem, side by side."""
