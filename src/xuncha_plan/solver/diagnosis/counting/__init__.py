"""What counting alone proves impossible: exact, without any solver, and told as a chain."""
