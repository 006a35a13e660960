"""The superior's decisions as a CP-SAT program, with every district's capacity in view."""
