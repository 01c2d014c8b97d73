"""The European emblem, drawn after its graphical specification."""

from math import cos, pi, sin

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

BLUE = HexColor("#003399")
GOLD = HexColor("#FFCC00")
STARS = 12
_INNER = 0.381966  # inner to outer radius of a five-pointed star with straight edges


def _star(canvas: Canvas, x: float, y: float, radius: float) -> None:
    path = canvas.beginPath()
    for point in range(10):
        length = radius if point % 2 == 0 else radius * _INNER
        angle = pi / 2 + point * pi / 5
        to = (x + length * cos(angle), y + length * sin(angle))
        if point == 0:
            path.moveTo(*to)
        else:
            path.lineTo(*to)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


def draw(canvas: Canvas, x: float, y: float, height: float) -> float:
    """Draw the emblem with its lower left corner at (x, y); answers its width.

    Source: annex to the interinstitutional style guide: 2:3, stars on a circle of a third of the
    height, each in a circle of an eighteenth of it, one point upwards.
    """
    width = height * 3 / 2
    canvas.saveState()
    canvas.setFillColor(BLUE)
    canvas.rect(x, y, width, height, stroke=0, fill=1)
    canvas.setFillColor(GOLD)
    for hour in range(STARS):
        angle = pi / 2 - hour * 2 * pi / STARS
        centre = (
            x + width / 2 + height / 3 * cos(angle),
            y + height / 2 + height / 3 * sin(angle),
        )
        _star(canvas, *centre, height / 18)
    canvas.restoreState()
    return width
