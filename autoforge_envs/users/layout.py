"""Messages that are laid out, made plain: an item of a list is a line that begins with "- ".

Agents write lists with bullets, arrows, boxes, keycaps and numbers, forms as tables and as lines
of labels, and put pictures beside their words. What only lays text out is taken off here.
"""

import re
from collections.abc import Callable, Sequence

from autoforge_envs.users.grammar import FINITE

BULLET = re.compile(r"^\s*(?:[-*•]|\(?\d{1,2}[.)](?!\d)|\(?[a-h]\))\s*")
"""How an item of a list begins."""

_PICTURE = "[\U0001f000-\U0001faff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\ufe0e\ufe0f\u200d\u20e3]"
_POINTS = (
    "•◦‣⁃∙·▪▫■□●○◆◇►▶▸→➜➤➔➡⇒»›☐❑❏⬜⬛◻◼\U0001f539\U0001f538\U0001f518\U0001f532\U0001f533"
    "\U0001f537\U0001f536"
)
"""Signs that begin an item wherever they begin a line; what is ticked may stand alone."""

_PICTURES = re.compile(rf" ?{_PICTURE}(?:{_PICTURE}| )*")
_PICTURED = re.compile(rf"\s*{_PICTURE}+\s*(?=\w)")
_BEGUN = re.compile(
    rf"\s*(?:[{_POINTS}]\ufe0f?\s*|[-*–—+~]\s+|\(?\d{{1,2}}[.)]\s+|\(?[a-h]\)\s+|[a-h]\.\s+"
    r"|option (?:\d{1,2}|[a-h])\b\s*[:.)–—-]\s*)(?=\S)"
)
_KEYCAP = re.compile(
    "(?:[\\d#*]\ufe0f?\u20e3|\U0001f51f|[\u2460-\u2473\u2776-\u2793\u24f5-\u24fe])"
)
_NUMBERING = re.compile(r"(?:^|\s)(?:\(?\d{1,2}[.)]|\(?[a-h]\))\s+(?=[A-Za-z])")
_MARKS = re.compile(r"\*\*|__|`+|^[#> ]+")
"""What only lays text out: bold, code, headings, quotations."""

_TITLE = re.compile(
    rf"(?=#|\*\*[^*]+\*\*\s*$)[#* ]+{_PICTURE}*\s*(?:what|how|why|when|where|who)\b[^.?!:]*$"
)
"""A heading that begins like a question, and is none."""

_RULER = re.compile(r"[\s|:-]*--[\s|:-]*")
_EMPTY_LINE = re.compile(r"[a-z][\w'/ -]{1,40}:[\s_.…-]*")
"""A line of a form that is to be filled in."""

_SHORT_LINE = re.compile(r"[a-z][a-z', /()-]{1,50}")
_MOST_WORDS = 6
"""Words of a short line."""

_ASKING = re.compile(r"\s*please\b")


def lay_out(text: str) -> str:
    """Return a message in lower case without its layout, each item of a list on its own line."""
    lines = _without_tables([_without_marks(line) for line in text.split("\n")])
    lines = [_begin_item(line) for line in lines]
    for mark_run in (_mark_pictured, _mark_form, _mark_short):
        lines = mark_run(lines)
    return _NUMBERING.sub("\n- ", _PICTURES.sub(" ", "\n".join(lines)))


def _without_marks(line: str) -> str:
    """Take off what lays a line out; a heading that begins like a question gets its full stop."""
    plain = _MARKS.sub("", line)
    return f"{plain}." if _TITLE.match(line) else plain


def _begin_item(line: str) -> str:
    """Begin a line with "- " where it begins with another mark; split it at its keycaps."""
    caps = _KEYCAP.findall(line)
    if len(caps) > 1 or (caps and _KEYCAP.match(line.lstrip())):
        return _KEYCAP.sub("\n- ", line).strip()
    return _BEGUN.sub("- ", line, count=1) if _BEGUN.match(line) else line


def _without_tables(lines: Sequence[str]) -> list[str]:
    """Turn the rows of a table that is to be filled in into items; take bars off all others."""
    plain: list[str] = []
    rows: list[str] = []
    for line in [*lines, ""]:
        if line.lstrip().startswith("|"):
            rows.append(line.strip())
            continue
        plain += _table(rows)
        plain.append(line)
        rows = []
    return plain[:-1]


def _table(rows: Sequence[str]) -> list[str]:
    ruled = [at for at, row in enumerate(rows) if _RULER.fullmatch(row)]
    body = [_cells(row) for row in rows[ruled[0] + 1 if ruled else 0 :]]
    if any(_has_value(cell) for cells in body for cell in cells[1:]):
        return [row.removeprefix("|") for at, row in enumerate(rows) if at not in ruled]
    return [f"- {': '.join(filter(None, cells))}" for cells in body]


def _cells(row: str) -> list[str]:
    """Return what stands in a row, without its number."""
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    return cells[1:] if cells[0].isdigit() else cells


def _has_value(cell: str) -> bool:
    return "@" in cell or any(character.isdigit() for character in cell)


def _mark_pictured(lines: Sequence[str]) -> list[str]:
    """Make items of lines in a row that begin with pictures, where a line leads to them."""

    def mark(run: Sequence[str], lead: str) -> Sequence[str]:
        led = len(run) > 1 and _PICTURES.sub("", lead).rstrip().endswith((":", "?"))
        return [_PICTURED.sub("- ", line, count=1) for line in run] if led else run

    return _mark_runs(lines, lambda line: _PICTURED.match(line) is not None, mark)


def _mark_form(lines: Sequence[str]) -> list[str]:
    """Make items of lines in a row that are nothing but labels of what is to be filled in."""

    def mark(run: Sequence[str], _: str) -> Sequence[str]:
        return [f"- {line.strip()}" for line in run] if len(run) > 1 else run

    return _mark_runs(lines, _is_empty, mark)


def _is_empty(line: str) -> bool:
    return _EMPTY_LINE.fullmatch(line.strip()) is not None and not _ASKING.match(line)


def _mark_short(lines: Sequence[str]) -> list[str]:
    """Make items of the paragraph behind a colon where all of its lines are a few words."""

    def mark(run: Sequence[str], lead: str) -> Sequence[str]:
        led = len(run) > 1 and lead.rstrip().endswith(":") and all(map(_is_short, run))
        return [f"- {line.strip()}" for line in run] if led else run

    return _mark_runs(lines, lambda line: not line.rstrip().endswith(":"), mark, spaced=False)


def _is_short(line: str) -> bool:
    if _SHORT_LINE.fullmatch(line.strip()) is None or len(line.split()) > _MOST_WORDS:
        return False
    return FINITE.search(line) is None


def _mark_runs(
    lines: Sequence[str],
    fits: Callable[[str], bool],
    mark: Callable[[Sequence[str], str], Sequence[str]],
    *,
    spaced: bool = True,
) -> list[str]:
    """Mark the lines in a row that fit.

    Args:
        lines: All lines.
        fits: Tells whether a line may be one of them.
        mark: Marks a row of them, given the line that leads to it.
        spaced: Whether empty lines may stand between them.
    """
    marked: list[str] = []
    run: list[str] = []
    lead = ""
    for line in lines:
        blank = not line.strip()
        if not blank and fits(line):
            run.append(line)
        elif not blank or (run and not spaced):
            marked += [*mark(run, lead), line]
            lead = "" if blank else line
            run = []
        elif not run:
            marked.append(line)
    return [*marked, *mark(run, lead)]
