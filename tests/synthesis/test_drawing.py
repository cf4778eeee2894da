"""The picture of a tool graph: well-formed, complete, and with nothing over anything else."""

import itertools
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from autoforge_envs.cli import main
from autoforge_envs.domain.loading import load_domain
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.synthesis.drawing import draw_tool_graph
from autoforge_envs.synthesis.layout.arrangement import Arrangement, Placed, arrange
from autoforge_envs.synthesis.layout.items import HEADER_LETTER, LETTER, PADDING, text_length
from autoforge_envs.synthesis.layout.levelling import spread
from autoforge_envs.synthesis.layout.links import columns_of, links_of
from autoforge_envs.synthesis.tool_graph import ToolGraph, build_tool_graph

REPOSITORY = Path(__file__).parents[2]
BOOKSHOP = REPOSITORY / "tests" / "domains" / "bookshop_v0"
RETAIL = REPOSITORY / "generated" / "outdoor_v0"
SVG = "{http://www.w3.org/2000/svg}"


def build(folder: Path) -> ToolGraph:
    server = LocalServer(load_domain(folder), in_memory=True)
    try:
        return build_tool_graph(server, np.random.default_rng(0))
    finally:
        server.close()


@pytest.fixture(scope="module", params=[BOOKSHOP, RETAIL], ids=lambda folder: str(folder.name))
def graph(request: pytest.FixtureRequest) -> ToolGraph:
    return build(request.param)


@pytest.fixture(scope="module")
def bookshop() -> ToolGraph:
    return build(BOOKSHOP)


@pytest.fixture(scope="module")
def arrangement(graph: ToolGraph) -> Arrangement:
    return arrange(graph)


def words(text: str) -> list[str]:
    return [each.text or "" for each in ET.fromstring(text).iter(f"{SVG}text")]


def test_the_drawing_is_xml_and_names_every_tool_and_parameter(graph: ToolGraph) -> None:
    drawn = [text.strip() for text in ET.fromstring(draw_tool_graph(graph)).itertext()]
    for tool in graph.tools:
        assert tool.name in drawn
        assert {port.name for port in tool.inputs} <= set(drawn)


def test_the_drawing_runs_nothing_and_loads_nothing(graph: ToolGraph) -> None:
    text = draw_tool_graph(graph)
    tags = {element.tag.removeprefix(SVG) for element in ET.fromstring(text).iter()}
    assert tags <= {"svg", "g", "path", "rect", "circle", "text", "title", "style"}
    assert "url(" not in text
    assert text.count("http") == 1  # the name of the format


def test_a_line_tells_on_hover_what_flows(bookshop: ToolGraph) -> None:
    titles = [each.text for each in ET.fromstring(draw_tool_graph(bookshop)).iter(f"{SVG}title")]
    assert "list_orders.*.id → cancel_order order_id (Order key)" in titles
    assert "the user's email → find_customer email (Email)" in titles


def test_a_parameter_tells_on_hover_everything_that_feeds_it(bookshop: ToolGraph) -> None:
    titles = [each.text for each in ET.fromstring(draw_tool_graph(bookshop)).iter(f"{SVG}title")]
    assert "order_id: Order key\nfrom list_orders.*.id\nfrom place_order.id" in titles


def test_columns_follow_what_must_be_known_first(bookshop: ToolGraph) -> None:
    assert columns_of(bookshop) == {
        "user": 0, "find_customer": 1, "find_book": 1, "list_orders": 2, "inspect_reader": 2,
        "check_password": 3, "cancel_order": 3, "place_order": 3,
        "restart_reader": 3, "read_screen": 3,
    }  # fmt: skip


def test_lines_lead_to_the_right_and_bring_new_values(graph: ToolGraph) -> None:
    columns = columns_of(graph)
    for link in links_of(graph, columns):
        assert columns[link.outlet.tool] < columns[link.tool]
        assert not any(edge.echoes for edge in link.edges)


def test_boxes_do_not_overlap_and_stay_inside(arrangement: Arrangement) -> None:
    for one, other in itertools.combinations(arrangement.boxes, 2):
        apart = one.x + one.width <= other.x or other.x + other.width <= one.x
        below = bottom(one) <= other.y or bottom(other) <= one.y
        assert apart or below, (one, other)
    for box in arrangement.boxes:
        assert 0 <= box.x <= box.x + box.width <= arrangement.width
        assert 0 <= box.y <= bottom(box) <= arrangement.height


def bottom(box: Placed) -> float:
    return box.y + box.item.height


def test_lines_pass_no_box(arrangement: Arrangement) -> None:
    """Curves stay in the gaps between columns; what is straight passes beside the boxes."""
    for route, box in itertools.product(arrangement.routes, arrangement.boxes):
        right = box.x + box.width
        for (start, _), (end, _) in zip(route.points[::2], route.points[1::2], strict=True):
            assert end <= box.x or right <= start
        for (start, y), (end, _) in zip(route.points[1:-1:2], route.points[2:-1:2], strict=True):
            assert end <= box.x or right <= start or not box.y <= y <= bottom(box)


def test_lines_end_at_the_rows_they_belong_to(arrangement: Arrangement) -> None:
    boxes = {box.item.name: box for box in arrangement.boxes}
    for route in arrangement.routes:
        left, right = boxes[route.link.outlet.tool], boxes[route.link.tool]
        start = (left.x + left.width, left.y + left.item.outlet_at(route.link))
        end = (right.x, right.y + right.item.inlet_at(route.link))
        assert (route.points[0], route.points[-1]) == (start, end)


def test_texts_have_room(arrangement: Arrangement) -> None:
    """Letters are counted: no label meets another one or leaves its box."""
    for box in arrangement.boxes:
        item = box.item
        assert 2 * PADDING + text_length(item.name) * HEADER_LETTER <= box.width
        outlets = [outlet.label for outlet in item.outlets]
        for left, right in itertools.zip_longest(item.inputs, outlets, fillvalue=""):
            assert 2 * PADDING + (text_length(left) + text_length(right)) * LETTER <= box.width
    for (heading, place), (_, following) in itertools.pairwise(arrangement.headings):
        assert place.x + text_length(heading) * HEADER_LETTER < following.x


def test_titles_and_names_are_escaped(bookshop: ToolGraph) -> None:
    text = draw_tool_graph(replace(bookshop, domain='<script>"&"\x00 書店'))
    assert '<script>"&" 書店: what flows between its tools' in words(text)


def test_more_tables_than_colours_still_draw(bookshop: ToolGraph) -> None:
    edges = tuple(
        replace(edge, source=replace(edge.source, model=f"Table{at}"))
        for at, edge in enumerate(bookshop.edges)
    )
    drawn = words(draw_tool_graph(replace(bookshop, edges=edges)))
    tables = [text for text in drawn if text.endswith(" key")]
    assert len(tables) == len(set(tables)) > 8


def test_tools_that_feed_each_other_in_a_circle_get_a_column(bookshop: ToolGraph) -> None:
    chosen = ("restart_reader", "read_screen")
    tools = tuple(replace(t, caller="agent") for t in bookshop.tools if t.name in chosen)
    edges = tuple(
        edge for edge in bookshop.edges if edge.source.tool in chosen and edge.target.tool in chosen
    )
    small = replace(bookshop, tools=tools, edges=edges, facts=())
    assert set(columns_of(small)) == {"user", *chosen}
    assert set(chosen) <= set(words(draw_tool_graph(small)))


def test_spreading_keeps_distances_and_moves_as_little_as_possible() -> None:
    assert spread([0, 10, 20], [0, 0, 100], [1, 1, 1]) == [-5, 5, 100]
    assert spread([0, 10], [0, 30], [1, 1]) == [0, 30]
    assert spread([0, 10], [0, 0], [3, 1]) == [-2.5, 7.5]


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(("show", *arguments))
    out, err = capsys.readouterr()
    return code, out, err


def test_show_writes_the_drawing_and_says_where(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, bookshop: ToolGraph
) -> None:
    path = tmp_path / "graph.svg"
    code, out, _ = run(capsys, str(BOOKSHOP), "--graph", str(path))
    assert code == 0
    assert str(path) in out
    assert "37 edges" in out
    assert path.read_text(encoding="utf-8") == draw_tool_graph(bookshop)


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/nowhere/graph.svg", "folder that exists"),
        (str(REPOSITORY), "name a file"),
        ("/dev/full", "name a file"),
    ],
)
def test_a_path_that_cannot_be_written_is_told_in_one_line(
    capsys: pytest.CaptureFixture[str], path: str, message: str
) -> None:
    code, _, err = run(capsys, str(BOOKSHOP), "--graph", path)
    assert code == 2
    assert message in err
    assert err.count("\n") == 1
