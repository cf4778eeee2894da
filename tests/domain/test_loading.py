"""Every wrong domain folder is refused with the file, the line where there is one, what to do."""

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autoforge_envs.domain.contents import read_contents
from autoforge_envs.domain.loading import DomainImage, load_domain
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.errors import DomainError

from .conftest import BOOKSHOP, WAREHOUSE_MODELS, WAREHOUSE_ROWS, WAREHOUSE_TOOLS, write_folder

Spoil = Callable[[Path], object]


def edit(name: str, old: str, new: str) -> Spoil:
    """Replace the first occurrence of a text in a file."""

    def spoil(folder: Path) -> None:
        text = (folder / name).read_text()
        assert old in text, f"{name} has no {old!r} to spoil"
        (folder / name).write_text(text.replace(old, new, 1))

    return spoil


def append(name: str, text: str) -> Spoil:
    def spoil(folder: Path) -> None:
        with (folder / name).open("a") as file:
            file.write(text)

    return spoil


def put_folder(name: str) -> Spoil:
    def spoil(folder: Path) -> None:
        (folder / name).unlink()
        (folder / name).mkdir()

    return spoil


def write(name: str, text: str) -> Spoil:
    return lambda folder: (folder / name).write_text(text)


def manifest(**fields: Any) -> Spoil:
    def spoil(folder: Path) -> None:
        path = folder / "domain.json"
        path.write_text(json.dumps({**json.loads(path.read_text()), **fields}))

    return spoil


def task(change: Callable[[dict[str, Any]], object], line: int = 0) -> Spoil:
    """Change a task of the bookshop."""

    def spoil(folder: Path) -> None:
        path = folder / "tasks.jsonl"
        tasks = [json.loads(each) for each in path.read_text().splitlines()]
        change(tasks[line])
        path.write_text("".join(json.dumps(each) + "\n" for each in tasks))

    return spoil


def row(table: str, **values: Any) -> Spoil:
    """Append an initial row; it becomes line 28."""
    return append("records.jsonl", json.dumps({"table": table, "values": values}) + "\n")


def test_the_bookshop_loads(folder: Path) -> None:
    domain = load_domain(folder)
    assert domain.contents.manifest.environment_id == "autoforge/bookshop-v0"
    assert len(domain.contents.tasks) == 6
    assert len(list(DomainImage(domain).rows())) == 27


def test_reading_the_contents_runs_no_code(folder: Path) -> None:
    write("tools.py", "raise SystemExit('ran')")(folder)
    assert len(read_contents(folder, sealed=False).tasks) == 6


def put_module_beside(folder: Path) -> None:
    """Add a module that no hash covers."""
    (folder / "prices.py").write_text("PRICES = ()\n")
    edit("tools.py", "from .models", "from .prices import PRICES\nfrom .models")(folder)


def line_of(name: str, text: str) -> int:
    """Number of the bookshop's first line that begins so."""
    lines = (BOOKSHOP / name).read_text().splitlines()
    return next(at for at, line in enumerate(lines, 1) if line.startswith(text))


NOTHING = "x = 1\n"
TOOLS = len((BOOKSHOP / "tools.py").read_text().splitlines())
RULES = len((BOOKSHOP / "rules.py").read_text().splitlines())
MODELS = len((BOOKSHOP / "models.py").read_text().splitlines())

TABLE = '''
class Shelf(Model):
    """A shelf."""

    __tablename__ = "shelves"
'''
TOOL = '''
@tool(intent="fly")
def fly(state: State) -> None:
    """Fly."""
'''

FOLDERS: dict[str, tuple[Spoil, str]] = {
    "no folder": (shutil.rmtree, r"bookshop_v0 is no folder; give the path of a domain folder"),
    **{
        f"no {name}": (
            lambda folder, name=name: (folder / name).unlink(),  # type: ignore[misc]
            rf"{name} is missing; a domain folder needs it",
        )
        for name in ("domain.json", "models.py", "tools.py", "rules.py", "records.jsonl",
                     "tasks.jsonl")
    },
    "a folder for a file": (
        put_folder("tasks.jsonl"),
        r"tasks\.jsonl cannot be read: Is a directory",
    ),
    # domain.json
    "no JSON": (
        write("domain.json", '{\n"format": 1,\n"name" "x"\n}'),
        r"domain\.json, line 3: no valid JSON \(Expecting ':' .*\); mend the line",
    ),
    "no UTF-8": (
        lambda folder: (folder / "domain.json").write_bytes(b"\xff\xfe\x00"),
        r"domain\.json, line 1: no valid JSON",
    ),
    "no object": (write("domain.json", "[]"), r"domain\.json: 'format' is None, this version rea"),
    "another format": (manifest(format=9), r"domain\.json: 'format' is 9, this version reads 1; "),
    "no title": (manifest(title=None), r"domain\.json: 'title' is None, give it a str"),
    "a wrong version": (manifest(version="1"), r"domain\.json: 'version' is '1', give it a int"),
    "a wrong name": (manifest(name="my shop"), r"domain\.json: 'name' must be an identifier"),
    "no time": (
        manifest(clock="today"),
        r"domain\.json: 'clock' is 'today', must be a time such as 2026-03-02T09:00:00",
    ),
    # tasks.jsonl
    "no JSON in a task": (
        append("tasks.jsonl", '\n{"id": }\n'),
        r"tasks\.jsonl, line 8: no valid JSON .*mend the line",
    ),
    "deep nesting": (
        append("tasks.jsonl", "[" * 100_000 + "\n"),
        r"tasks\.jsonl, line 7: nested too deeply; mend the line",
    ),
    "a task that is no object": (
        append("tasks.jsonl", "5\n"), r"tasks\.jsonl, line 7: expected a JSON object, got int",
    ),
    "a second task of one name": (
        task(lambda data: data.update(id="decline_shipped")),
        r"tasks\.jsonl, line 2: a second task is called 'decline_shipped'; rename one",
    ),
    "a task without a level": (
        task(lambda data: data.pop("level")),
        r"tasks\.jsonl, line 1, task 'cancel_lighthouse': 'level' is missing; add it",
    ),
    "a level too high": (
        task(lambda data: data.update(level=6)), r"'level' is 6, must be from 1 to 5",
    ),
    "an unknown split": (
        task(lambda data: data.update(split="dev")),
        r"task 'cancel_lighthouse': 'split' is 'dev', must be one of test, train, validation",
    ),
    "an unknown persona": (
        task(lambda data: data["user"].update(persona="angry"), 1),
        r"line 2, task 'decline_shipped', user: 'persona' is 'angry', must be one of anxious, ",
    ),
    "no request": (
        task(lambda data: data["user"].update(requests=[])),
        r"'requests' is empty; a user wants at least one thing",
    ),
    "a fact of an unknown type": (
        task(lambda data: data["user"]["facts"][1].update(type="Password")),
        r"line 1, task 'cancel_lighthouse', user, facts\[1\]: 'type' is 'Password', must be one of",
    ),
    "a fact that is a float": (
        task(lambda data: data["user"]["facts"][0].update(value=1.5)),
        r"facts\[0\]: 'value' has the wrong type: 1\.5",
    ),
    "a step of two kinds": (
        task(lambda data: data["plan"][0].update(tell={})),
        r"plan\[0\]: a step has exactly one of call, think, tell, ask_user",
    ),
    "a step that looks ahead": (
        task(lambda data: data["plan"].reverse()),
        r"step 'amount' uses the result of 'cancel', which is no step before it; move it down",
    ),
    "two steps of one name": (
        task(lambda data: data["plan"][1].update(id="who")),
        r"two steps are called 'who'; rename one",
    ),
    "a fact nobody knows": (
        task(lambda data: data["plan"][0]["arguments"].update(email={"fact": "mail"})),
        r"step 'who' uses the fact 'mail', which the user does not know; there are email, passwo",
    ),
    "a request there is not": (
        task(lambda data: data["plan"][0].update(request=3)),
        r"step 'who' serves request 3, the user has 1, counted from 0",
    ),
    "an unknown tool": (
        task(lambda data: data["plan"][0].update(call="search"), 2),
        r"tasks\.jsonl: task 'restart_reader', step 'who' names the unknown tool 'search'; there",
    ),
    "a tool of somebody else": (
        task(lambda data: data["plan"][0].update(call="read_screen")),
        r"step 'who' names the unknown tool 'read_screen'",
    ),
    # code
    "a syntax error": (
        append("tools.py", "\ndef broken(:\n"),
        rf"tools\.py, line {TOOLS + 2}: .*invalid syntax.*; mend the line",
    ),
    "a null byte": (append("tools.py", "\0"), r"tools\.py.*null bytes.*; mend the line"),
    "an error while importing": (
        append("rules.py", "1 / 0\n"),
        rf"rules\.py, line {RULES + 1}: importing it failed, ZeroDivisionError: division by zero;",
    ),
    "an exit while importing": (
        append("models.py", "raise SystemExit(0)\n"),
        rf"models\.py, line {MODELS + 1}: importing it failed, SystemExit: 0; mend the line",
    ),
    "a module beside": (
        put_module_beside,
        rf"tools\.py, line {line_of('tools.py', 'from .models')}: importing it failed, "
        r"ModuleNotFoundError: No module named .*prices",
    ),
    "a column of an unknown type": (
        edit("models.py", "price: Mapped[Money]", "price: Mapped[float]"),
        rf"models\.py, line {line_of('models.py', 'class Book')}: column Book\.price has no "
        r"semantic type .*float.*; use one of City",
    ),
    "a table without a key": (
        append("models.py", TABLE + "    name: Mapped[Label]\n"),
        rf"models\.py, line {MODELS + 2}: table Shelf has 0 primary keys; give it one",
    ),
    "a table of the conversation": (
        append("models.py", TABLE.replace("shelves", "declines")
               + '    id: Mapped[Identifier] = identifier("SH")\n'),
        r"models\.py: Shelf \(declines\) is a table that every domain has; rename yours",
    ),
    "a class of the conversation": (
        append("models.py", TABLE.replace("Shelf", "Decline")
               + '    id: Mapped[Identifier] = identifier("SH")\n'),
        r"models\.py: Decline \(shelves\) is a table that every domain has; rename yours",
    ),
    "a table of the database": (
        append("models.py", TABLE.replace("shelves", "sqlite_shelves")
               + '    id: Mapped[Identifier] = identifier("SH")\n'),
        r"models\.py: the name 'sqlite_shelves' of table Shelf is one that databases reserve; ",
    ),
    "the journal's table": (
        append("models.py", TABLE.replace("shelves", "_touched")
               + '    id: Mapped[Identifier] = identifier("SH")\n'),
        r"models\.py: the name '_touched' of table Shelf is one that databases reserve; use lett",
    ),
    "no table": (
        lambda folder: [write(f"{name}.py", NOTHING)(folder)
                        for name in ("models", "tools", "rules")],
        r"models\.py declares no table; add a class for each",
    ),
    "a tool without a docstring": (
        append("tools.py", TOOL.replace('"""Fly."""', "return None")),
        rf"tools\.py, line {TOOLS + 2}: fly has no docstring; its first sentence is what it does",
    ),
    "a parameter without a type": (
        append("tools.py", TOOL.replace("state: State", "state: State, height: int")),
        rf"tools\.py, line {TOOLS + 2}: parameter height of tool fly has no semantic type; annot",
    ),
    "two tools of one name": (
        append("tools.py", TOOL.replace("fly", "find_book")),
        rf"tools\.py, line {TOOLS + 3}: a second find_book, "
        rf"the first is on line {line_of('tools.py', 'def find_book')}; rename one",
    ),
    "a tool called as one of the conversation": (
        append("tools.py", TOOL.replace("fly", "confirm")),
        r"tools\.py: two tools are called confirm; rename one",
    ),
    "a user's tool called as an agent's": (
        append("tools.py", 'again = tool(intent="x", caller="user")(find_book.function)\n'),
        r"tools\.py: two tools are called find_book; rename one",
    ),
    "a rule about a parameter that is not there": (
        edit("rules.py", "state: State, quantity: Quantity", "state: State, amount: Quantity"),
        r"rules\.py, line \d+: rule nobody_orders_more_than_three asks for amount, which tool "
        r"place_order does not take; use `call` instead",
    ),
    "a rule twice": (
        append("rules.py", "def changes_are_confirmed(): ...\n"),
        rf"rules\.py, line {RULES + 1}: a second changes_are_confirmed, the first is on line \d+;",
    ),
    "a rule about a tool that is not there": (
        append(
            "rules.py",
            "from autoforge_envs.domain import tool\n" + TOOL + '\n@rule(before=fly, '
            'enforced_by="tools")\ndef no_flying(state: State) -> bool:\n    """Do not fly."""\n',
        ),
        r"rules\.py: rule no_flying guards fly, which tools\.py lacks; add the tool or mend",
    ),
    "an import that fails": (
        edit("rules.py", "cancel_order,", "cancel_orders,"),
        r"rules\.py, line \d+: importing it failed, ImportError: cannot import name",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FOLDERS)
def test_a_wrong_folder_is_refused_with_place_and_next_step(name: str, folder: Path) -> None:
    spoil, complaint = FOLDERS[name]
    spoil(folder)
    with pytest.raises(DomainError, match=complaint) as refused:
        load_domain(folder, sealed=False)
    assert str(folder) in str(refused.value)


ROWS: dict[str, tuple[Spoil, str]] = {
    "no JSON": (append("records.jsonl", "{]\n"), r"line 28: no valid JSON .*; mend the line"),
    "an empty line": (append("records.jsonl", "\n"), r"line 28: no valid JSON"),
    "a list": (append("records.jsonl", "[]\n"), r"line 28: a row is \{\"table\": .*; mend the lin"),
    "a table that is a list": (
        append("records.jsonl", '{"table": [], "values": {}}\n'),
        r"line 28: a row is",
    ),
    "values in a list": (
        append("records.jsonl", '{"table": "books", "values": []}\n'),
        r"line 28: a row is",
    ),
    "a field too many": (
        append("records.jsonl", '{"table": "books", "values": {}, "x": 1}\n'),
        r"line 28: a row is",
    ),
    "an unknown table": (
        row("shelves", id="SH-1"),
        r"line 28: there is no table 'shelves'; see models\.py",
    ),
    "an unknown column": (
        row("readers", id="RD-9", customer_id="CU-1", mode="off", colour="red"),
        r"line 28: table readers has no column 'colour'; it has id, customer_id, mode",
    ),
    "a float": (
        row("books", id="BO-9", title="x", price=12.5, stock=1),
        r"line 28: books\.price holds Money, a whole number of cents, got 12\.5",
    ),
    "a text for a number": (
        row("books", id="BO-9", title="x", price="12.50", stock=1),
        r"line 28: books\.price holds Money, a whole number of cents, got '12\.50'",
    ),
    "a number too large": (
        row("books", id="BO-9", title="x", price=2**70, stock=1),
        r"books\.price holds Money",
    ),
    "a negative quantity": (
        row("books", id="BO-9", title="x", price=1, stock=-1),
        r"line 28: books\.stock holds Quantity, a whole number, zero or more, got -1",
    ),
    "a lone surrogate": (
        row("books", id="BO-9", title="\ud800", price=1, stock=1),
        r"line 28: books\.title holds Label, a short text, got '\\ud800'",
    ),
    "an unknown choice": (
        row("readers", id="RD-9", customer_id="CU-1", mode="on"),
        r"line 28: readers\.mode holds one of off, frozen, ready, got 'on'",
    ),
    "a wrong time": (
        row("refunds", id="RE-9", order_id="OR-1", amount=1, made_at="2026-03-02"),
        r"line 28: refunds\.made_at holds Timestamp, a date and time.*, got '2026-03-02'",
    ),
    "an empty column": (
        row("books", id="BO-9", title="x", price=None, stock=1),
        r"line 28: books\.price is empty and must not be; give it a value",
    ),
    "a column left out": (
        row("books", id="BO-9", title="x", stock=1),
        r"line 28: books\.price is empty and must not be",
    ),
    "no key": (row("books", title="x", price=1, stock=1), r"line 28: books\.id is empty and must"),
    "a key twice": (
        row("books", id="BO-1", title="x", price=1, stock=1),
        r"line 28: an earlier row of books has the id 'BO-1'; change one of them",
    ),
    "a unique value twice": (
        row("customers", id="CU-9", name="x", email="bo@example.com", password="x", is_member=True),
        r"line 28: an earlier row of customers has the email 'bo@example\.com'; change one",
    ),
    "a reference to nothing": (
        row("readers", id="RD-9", customer_id="CU-99", mode="off"),
        r"line 28: readers\.customer_id refers to 'CU-99', which no earlier line puts into "
        r"customers; add that row, or move it up",
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_a_wrong_row_is_refused_with_its_line(name: str, folder: Path, image_folder: Path) -> None:
    spoil, complaint = ROWS[name]
    spoil(folder)
    with pytest.raises(DomainError, match=complaint) as refused:
        LocalServer(load_domain(folder, sealed=False))
    assert str(folder / "records.jsonl") in str(refused.value)
    assert list(image_folder.iterdir()) == [], "a half-built image was left"


@pytest.mark.parametrize("name", ["models.py", "tools.py", "rules.py", "records.jsonl",
                                  "tasks.jsonl", "policy.md"])  # fmt: skip
def test_a_file_edited_after_sealing_is_refused(name: str, folder: Path) -> None:
    append(name, "\n")(folder)
    with pytest.raises(DomainError) as refused:
        load_domain(folder)
    message = str(refused.value)
    assert message.startswith(f"{folder / name}: its sha256 is ")
    assert f"run `autoforge seal {folder}`, else fetch the file anew" in message


def test_a_domain_that_was_never_sealed_is_told_how_to_be(folder: Path) -> None:
    path = folder / "domain.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    hashes = manifest.pop("hashes")
    path.write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(DomainError) as refused:
        load_domain(folder)
    assert str(refused.value) == f"{folder} was never sealed; run `autoforge seal {folder}`"
    del hashes["tools.py"]
    path.write_text(json.dumps({**manifest, "hashes": hashes}), encoding="utf-8")
    with pytest.raises(DomainError, match=r"tools\.py was never sealed, .*; run `autoforge seal"):
        load_domain(folder)


def test_a_policy_document_is_needed_only_once_sealed(folder: Path) -> None:
    (folder / "policy.md").unlink()
    assert load_domain(folder, sealed=False).contents.policy_document == ""
    with pytest.raises(DomainError, match=r"policy\.md is missing"):
        load_domain(folder)


def test_code_is_never_older_than_its_hash(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    # a __pycache__ of equal size and time stamp would be taken for the new source
    old = load_domain(folder, sealed=False)
    edit("rules.py", "LARGEST_ORDER = 3", "LARGEST_ORDER = 2")(folder)
    new = load_domain(folder, sealed=False)
    assert new.content_hash != old.content_hash
    assert [rule.function.__globals__["LARGEST_ORDER"] for rule in (old.rules[-1], new.rules[-1])] \
        == [3, 2]  # fmt: skip
    assert not (folder / "__pycache__").exists()


def test_a_failed_import_leaves_nothing_behind(folder: Path) -> None:
    append("tools.py", "1 / 0\n")(folder)
    for _ in range(2):
        with pytest.raises(DomainError, match="ZeroDivisionError"):
            load_domain(folder, sealed=False)
    modules = [name for name in sys.modules if name.startswith("_autoforge_domains.bookshop")]
    domain = read_contents(folder, sealed=False)
    assert not any(domain.content_hash[:16] in name and "tools" in name for name in modules)


def test_domains_of_one_name_do_not_mix(folder: Path, tmp_path: Path) -> None:
    other = shutil.copytree(folder, tmp_path / "other")
    edit("tools.py", "Find a book by its exact title.", "Look for a book.")(other)
    first, second = load_domain(folder), load_domain(other, sealed=False)
    described = [
        next(tool.description for tool in domain.tools if tool.name == "find_book")
        for domain in (first, second)
    ]
    assert described == ["Find a book by its exact title.", "Look for a book."]


def test_a_folder_may_be_named_by_a_link_or_a_relative_path(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.parent)
    link = folder.parent / "link"
    link.symlink_to(folder)
    assert load_domain(Path("link")).contents.folder == folder.resolve()


def test_columns_come_in_the_order_in_which_they_are_declared(tmp_path: Path) -> None:
    folder = write_folder(
        tmp_path / "warehouse",
        models=WAREHOUSE_MODELS,
        tools=WAREHOUSE_TOOLS,
        rows=WAREHOUSE_ROWS,
    )
    kinds = {kind.name: kind for kind in load_domain(folder, sealed=False).record_types}
    assert kinds["boxes"].columns == (
        "id", "room_id", "colour", "weight", "sealed", "note", "shelf",
    )  # fmt: skip
