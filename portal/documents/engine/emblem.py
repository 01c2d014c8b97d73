"""The European emblem, drawn after its graphical specification."""

from functools import cache
from io import BytesIO
from math import cos, pi, sin

from PIL import Image, ImageDraw
from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

BLUE = HexColor("#003399")
GOLD = HexColor("#FFCC00")
STARS = 12
_INNER = 0.381966  # inner to outer radius of a five-pointed star with straight edges


def _star(canvas: Canvas, x: float, y: float, radius: float) -> None:
    path = canvas.beginPath()
    for at, (across, up) in enumerate(_points()):
        to = (x + across * radius, y + up * radius)
        if at == 0:
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


@cache
def png(height: int) -> bytes:
    """The emblem as a picture, for a document that is no PDF. Units: `height` in pixels."""
    fine, width = height * 4, height * 6
    image = Image.new("RGB", (width, fine), "#003399")
    pencil = ImageDraw.Draw(image)
    for hour in range(STARS):
        angle = hour * 2 * pi / STARS
        x, y = width / 2 + fine / 3 * sin(angle), fine / 2 - fine / 3 * cos(angle)
        pencil.polygon([(x + px * fine / 18, y - py * fine / 18) for px, py in _points()],
                       fill="#FFCC00")  # fmt: skip
    out = BytesIO()
    image.resize((height * 3 // 2, height), Image.Resampling.LANCZOS).save(out, "PNG")
    return out.getvalue()


def _points() -> list[tuple[float, float]]:
    """The corners of a star in the unit circle, one of them up."""
    found = []
    for point in range(10):
        length = 1 if point % 2 == 0 else _INNER
        angle = pi / 2 + point * pi / 5
        found.append((length * cos(angle), length * sin(angle)))
    return found
