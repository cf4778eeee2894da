"""Rendering the prompts; what stands in them between document marks is data."""

import json
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

_FOLDER = Path(__file__).with_name("prompts")


def render_prompt(name: str, folder: Path = _FOLDER, **values: object) -> str:
    """Render a prompt.

    Args:
        name: Of its file, without the ending.
        folder: Where the file lies.
        values: What its names stand for.
    """
    return _template(name, folder).render(values).strip() + "\n"


@cache
def _template(name: str, folder: Path) -> Template:
    environment = Environment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    environment.filters["quoted"] = _quoted
    return environment.get_template(f"{name}.jinja")


def _quoted(text: str) -> str:
    """Return a text in quotes, with an apostrophe as people read it."""
    return json.dumps(text, ensure_ascii=False)
