"""Plans inspection coverage (巡察全覆盖): the best plan, its proof, and a check that believes nobody."""

__version__ = "0.1.0"
