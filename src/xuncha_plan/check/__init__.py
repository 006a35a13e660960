"""The checker: believes no plan file, and knows nothing of the solver."""

from xuncha_plan.check.verdict import findings, plan_of, tier_values

__all__ = ["findings", "plan_of", "tier_values"]
