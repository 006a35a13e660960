"""What every class of the problem file has in common."""

from typing import Any, Self

from pydantic import BaseModel, ConfigDict, model_validator

from xuncha_plan.model.quantity import is_absent


class Written(BaseModel):
    """A part of a file as a planner writes it: frozen, and unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    @model_validator(mode="before")
    @classmethod
    def _a_key_without_value_is_absent(cls, raw: Any) -> Any:  # as it was read
        if not isinstance(raw, dict):
            return raw
        required = {
            name
            for key, field in cls.model_fields.items()
            if field.is_required()
            for name in (key, field.alias)
        }
        return {key: x for key, x in raw.items() if key in required or not is_absent(x)}

    def replace(self, **changes: Any) -> Self:  # the fields' own types
        """A copy with some fields changed, unchecked; what was worked out is forgotten."""
        copy = self.model_copy(update=changes)
        for worked_out in copy.__dict__.keys() - type(self).model_fields.keys():
            del copy.__dict__[worked_out]
        return copy
