"""A chart beside a paper, drawn by the spreadsheet program from the paper's own cells."""

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from xuncha_plan.report.papers.paper import Paper
from xuncha_plan.report.visible import visible

COLOURS = ("#2F5D8C", "#C00000")


def add_chart(book: Workbook, sheet: Worksheet, paper: Paper, row: int) -> None:
    """Draws the paper's chart below it: the first line whole, the others as points alone."""
    chart = paper.chart
    if chart is None:
        return
    first, last = 2 + chart.rows.start, 1 + chart.rows.stop
    drawn = book.add_chart({"type": "line"})
    for n, column in enumerate(chart.lines):
        drawn.add_series(
            {
                "name": [sheet.name, 1, column],
                "categories": [sheet.name, first, chart.labels, last, chart.labels],
                "values": [sheet.name, first, column, last, column],
                "line": {"color": COLOURS[0], "width": 2} if n == 0 else {"none": True},
                "marker": {
                    "type": "circle" if n == 0 else "diamond",
                    "size": 5 if n == 0 else 9,
                    "fill": {"color": COLOURS[n]},
                    "border": {"color": COLOURS[n]},
                },
            }
        )
    drawn.set_title({"name": visible(chart.title), "name_font": {"size": 12}})
    drawn.set_y_axis({"min": 0, "max": 1, "num_format": "0%"})
    drawn.set_legend({"position": "bottom"})
    drawn.set_size({"width": 900, "height": 380})
    sheet.insert_chart(row, 0, drawn)
