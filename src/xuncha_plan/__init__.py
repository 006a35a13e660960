"""Plans inspection coverage (巡察全覆盖): the best plan, its proof, and an independent check."""

__version__ = "0.1.0"
