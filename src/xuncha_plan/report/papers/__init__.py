"""The papers of a plan as values: what is in them, without any format."""
