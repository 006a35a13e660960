"""The problem as a mixed-integer program: classes, counts, and what rules ask of them."""
