"""The solvers behind one face: what is asked of them, and what they answer."""
