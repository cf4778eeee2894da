"""What the README says of the bundled suite, and shows, is what there is."""

import contextlib
import io
import json
import re
from pathlib import Path

import pytest

from autoforge_envs.cli import main
from autoforge_envs.registration import bundled_folder, domain_folders, environment_id

ROOT = Path(__file__).parent.parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
README = (ROOT / "README.md").read_text()
ROW = re.compile(r"^\| `(autoforge/[\w-]+)` \|[^|]*\|(.*)\|$", re.MULTILINE)
SAMPLE = re.compile(r"```python\n(.*?)```\n+```\n(.*?)```", re.DOTALL)
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")


def _figures(folder: Path) -> list[str]:
    manifest = json.loads((folder / "domain.json").read_text())
    told = manifest["statistics"]
    return [
        str(told["tables"]), f"{told['rows']:,}", str(told["tools"]), str(told["rules"]),
        str(sum(told["tasks"].values())), f"{told['mean_plan_calls']:.1f}",
        manifest["split"].replace("_", " "),
    ]  # fmt: skip


def test_the_table_has_the_figures_of_every_bundled_domain() -> None:
    told = {
        name: [each.strip() for each in cells.split("|")] for name, cells in ROW.findall(README)
    }
    folders = domain_folders(bundled_folder())
    assert told == {environment_id(folder): _figures(folder) for folder in folders}


def test_the_first_sample_prints_what_stands_below_it() -> None:
    code, shown = SAMPLE.findall(README)[0]
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(code, {})
    assert printed.getvalue().split() == shown.split()


def test_the_tool_graph_is_what_the_command_draws(tmp_path: Path) -> None:
    drawn = tmp_path / "retail.svg"
    assert main(["show", "autoforge/retail-v0", "--graph", str(drawn)]) == 0
    assert drawn.read_bytes() == (ROOT / "docs" / "images" / "retail_tools.svg").read_bytes()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_a_page_leads_to_a_file(page: Path) -> None:
    links = LINK.findall(page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []
