"""What hears a search in the tests: the checker, which no plan of the solver's may fail."""

from collections.abc import Callable

from xuncha_plan.solver.news import Bounded, Found, News
from xuncha_plan.solver.process.believed import Believed


def hears(believed: Believed) -> Callable[[News], None]:
    """Takes every plan and every bound; fails where the checker refuses a plan."""

    def tell(news: News) -> None:
        if isinstance(news, Found):
            assert believed.take(news), believed.refused
        elif isinstance(news, Bounded):
            believed.hear(news)

    return tell
