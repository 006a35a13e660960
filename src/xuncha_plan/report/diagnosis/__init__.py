"""Why no plan exists, and the ways out."""
