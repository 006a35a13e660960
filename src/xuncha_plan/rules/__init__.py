"""The registry of rules: one file a rule, found by its name."""

from importlib import import_module
from pkgutil import iter_modules

from xuncha_plan.model import Rule


def _registry() -> dict[str, type[Rule]]:
    found: dict[str, type[Rule]] = {}
    for module in iter_modules(__path__):
        name = module.name.title().replace("_", "")
        rule = getattr(import_module(f"{__name__}.{module.name}"), name, None)
        if not (isinstance(rule, type) and issubclass(rule, Rule)):
            raise TypeError(f"rules/{module.name}.py: expected a class {name}(Rule)")
        found[module.name] = rule
    return found


REGISTRY: dict[str, type[Rule]] = _registry()
