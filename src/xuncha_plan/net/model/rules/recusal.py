"""Recusal: some teams or districts are not sent to some districts."""

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from xuncha_plan.model import Name, Text, Where, Words, as_list, refuse_neither
from xuncha_plan.net.model.rule import InRounds


class Recusal(InRounds):
    """Which sendings are barred."""

    title = Words("互派回避", "recusal")
    about = Words(
        "from 所选的区县（写了 teams 则只是其中这些组）不派往 to 所选的区县。列入层级时，每次这"
        "样的派出计1。",
        "The districts that `from` selects (with `teams`, those of their teams alone) send none to "
        "the districts that `to` selects. In a tier, each such sending counts 1.",
    )
    breach = Words(
        "{sender}的{team}应回避{host}（{reason}），却在{round}派往",
        "{team} of {sender} is to stay away from {host} ({reason}), but is sent there in {round}",
    )

    rule: Literal["recusal"] = "recusal"
    sender: Annotated[
        Where | None, Field(alias="from"), Words("派出的区县；不写为全部", "senders; none: all")
    ] = None
    teams: Annotated[
        frozenset[Text] | None,
        BeforeValidator(as_list),
        Words("派出区县的巡察组；不写为全部", "teams of the senders; none: all"),
    ] = None
    host: Annotated[
        Where | None, Field(alias="to"), Words("接收的区县；不写为全部", "hosts; none: all")
    ] = None
    reason: Annotated[Name | None, Words("事由", "the reason")] = None

    @model_validator(mode="after")
    def _bars_something(self) -> Self:
        refuse_neither(**{"from": self.sender, "to": self.host})
        return self
