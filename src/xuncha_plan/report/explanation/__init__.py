"""Why a visit is where it is, and what rules cost."""
