"""Many jurisdictions under one superior: what it decides, and what each district then plans."""
