import re
from pathlib import Path

import pytest

from autoforge_rl.algorithm import PRESETS, Algorithm, preset
from autoforge_rl.config import Source, parse_recipe, read_recipe
from autoforge_rl.errors import ConfigError
from autoforge_rl.lineup import EnvironmentChoices
from autoforge_rl.recipe import Recipe, RunChoices

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("train_*.toml"))
RUN = """
[run]
out = "runs/a"
seed = 3
tensorboard = true
[environments.desk]
id = "toy/desk-v0"
options = { wanted = "a" }
tasks = ["one", "two"]
[environments."other desk"]
id = "toy/desk-v0"
num_tasks = 5
prompt = "conversation"
[held_out.desk]
id = "toy/desk-v0"
num_tasks = 2
[imitation]
files = ["a.jsonl", "b.jsonl"]
[training]
updates = 7
[algorithm]
preset = "grpo"
[optimizer]
schedule = "cosine"
"""


def parse(text: str) -> Algorithm:
    return parse_recipe(Source("run.toml", text)).algorithm


def test_an_empty_file_is_erpo() -> None:
    assert parse("") == preset("erpo")


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_can_be_named(name: str) -> None:
    text = f'[algorithm]\npreset = "{name}"\n[rollouts]\nanchor_key = "state_digest"'
    assert parse(text) == PRESETS[name]


def test_keys_change_the_preset_and_nothing_else() -> None:
    changed = parse('[loss]\nclip_high = 1\n[algorithm]\npreset = "grpo"\n[advantages]\ncap = 3.0')
    assert changed.loss.clip_high == 1
    assert changed.loss.divergence_weight == preset("grpo").loss.divergence_weight
    assert changed.advantages.cap == 3.0
    assert changed.advantages.scale == "task"
    assert changed.selection == preset("grpo").selection


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("\n[los]\n", "line 2: there is no section 'los'; did you mean 'loss'?"),
        ("loss = 3", "line 1: loss must be a section, got 3"),
        ("[loss]\n# a\nclip_hi = 1", "line 3: there is no key 'loss.clip_hi'; did you mean"),
        ("[shaping]\nzzz = 1", "line 2: there is no key 'shaping.zzz'; there are overlong_margin"),
        ('[loss]\nclip_low = "x"', "line 2: loss.clip_low must be a finite number, got 'x'"),
        ("[selection]\nmin_valid = 1.5", "line 2: selection.min_valid must be a whole number"),
        ("[selection]\nmin_valid = true", "line 2: selection.min_valid must be a whole number"),
        ("[selection]\ndynamic_sampling = 1", "must be true or false, got 1"),
        ('[loss]\nratio = "word"', "must be one of 'token', 'rollout', 'trajectory', got 'word'"),
        ('[advantages]\ncap = "no"', "line 2: advantages.cap must be a finite number, got 'no'"),
        ("[loss]\n\ndual_clip = 1.0\nclip_low = 0.1", "line 3: loss: dual_clip must be"),
        ('[algorithm]\npreset = "gpro"', "line 2: there is no preset 'gpro'"),
        ("[algorithm]\npreset = [1]", "line 2: "),
        ("[algorithm]\nname = 1", "line 2: there is no key 'algorithm.name'"),
        (
            "[advantages]\nepsilon = nan",
            "line 2: advantages.epsilon must be a finite number, got nan",
        ),
        ("[advantages]\ncap = -inf", "line 2: advantages.cap must be a finite number, got -inf"),
        ("a = = 1", "is no TOML: Invalid value"),
        ("loss.clip_low = 2.0", "line 1: loss: clip_low"),
        ("loss = { clip_low = 2.0 }", "line 1: loss: clip_low"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse(text)
    assert str(caught.value).startswith("run.toml")
    assert message in str(caught.value)


def test_lines_are_those_of_statements_whatever_strings_and_arrays_hold() -> None:
    text = 'a = """\n[loss]\nclip_low = 1\n"""\n\nb = [\n  1,\n]\n[loss]\nclip_low = [\n 2,\n]\n'
    source = Source("run.toml", text)
    assert source.line_of("b") == 6
    assert source.line_of("loss") == 9
    assert source.line_of("loss", "clip_low") == 10


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"absent\.toml cannot be read"):
        read_recipe(tmp_path / "absent.toml")


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "run.toml"
    path.write_text('[algorithm]\npreset = "gspo"')
    assert read_recipe(path) == Recipe(algorithm=preset("gspo"))


def test_the_example_in_the_documentation_is_valid() -> None:
    document = Path(__file__).parents[2] / "docs" / "learning.md"
    examples = re.findall(r"```toml\n(.*?)```", document.read_text(encoding="utf-8"), re.DOTALL)
    algorithm, run = (parse_recipe(Source("docs", text)) for text in examples)
    assert run.environments["retail"].num_tasks == 60
    assert algorithm.algorithm.advantages.scale_of == "centred"
    assert algorithm.algorithm.loss.clip_high == 0.28


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: str(path.name))
def test_the_example_runs_are_valid(path: Path) -> None:
    recipe = read_recipe(path)
    assert recipe.environments
    assert recipe.held_out


def test_every_section_of_a_run_can_be_set() -> None:
    recipe = parse_recipe(Source("run.toml", RUN))
    assert recipe.run == RunChoices("runs/a", seed=3, tensorboard=True)
    assert recipe.environments == {
        "desk": EnvironmentChoices("toy/desk-v0", {"wanted": "a"}, tasks=("one", "two")),
        "other desk": EnvironmentChoices("toy/desk-v0", num_tasks=5, prompt="conversation"),
    }
    assert recipe.held_out["desk"].num_tasks == 2
    assert recipe.imitation.files == ("a.jsonl", "b.jsonl")
    assert recipe.training.updates == 7
    assert recipe.sampling.temperature == 1.0
    assert recipe.evaluation_sampling.temperature == 0.0
    assert recipe.optimizer.schedule == "cosine"
    assert recipe.algorithm.loss.divergence_weight == 0.04


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[trainin]\n", "line 1: there is no section 'trainin'; did you mean 'training'?"),
        ("[training]\nupdate = 1", "line 2: there is no key 'training.update'; did you mean"),
        ("[training]\n\nupdates = 0", "line 3: training: updates must be positive, got 0"),
        ("[run]\nout = 1", "line 2: run.out must be text, got 1"),
        ("[environments]\ndesk = 1", "line 2: environments.desk must be a section, got 1"),
        ("[environments.desk]\nid = 1", "line 2: environments.desk.id must be text, got 1"),
        ("[environments.desk]\n", "line 1: environments.desk: id must name an environment"),
        ("[environments.desk]\nid = 'a'\nnum_tasks = -1", "line 3: environments.desk: either"),
        ("[held_out.desk]\nnumtasks = 1", "line 2: there is no key 'held_out.desk.numtasks'"),
        ("[environments.desk]\nid = 'a'\noptions = 1", "must be a table, got 1"),
        ("[environments.desk]\nid = 'a'\ntasks = [1]", "must be a list, each text, got [1]"),
        ("[policy]\nprecision = 'half'", "must be one of 'float32', 'bfloat16', got 'half'"),
        ("[optimizer]\nlearning_rate = nan", "line 2: optimizer.learning_rate must be a finite"),
        ("[server]\n\ntimeout = inf", "line 3: server.timeout must be a finite number, got inf"),
        ("[run]\nout = 'a\u2028b'\nseed = 1.5", "line 3: run.seed must be a whole number"),
        ("[rollouts]\nnum_seats = 0", "line 2: rollouts: num_seats"),
        ("[imitation]\nshare = 2", "line 2: imitation: share must be above 0"),
        ("[imitation]\nlearning_rate = 0", "line 2: imitation: learning_rate must be positive"),
        (
            "[rollouts]\n\nmax_tokens = 4096\n[algorithm]\n[shaping]\noverlong_margin = 4096",
            "line 6: shaping.overlong_margin must be below rollouts.max_tokens (4096), got 4096",
        ),
        (
            "[algorithm]\npreset = 'grpo'\n[rollouts]\ntoo_long = 'mask'",
            "line 4: rollouts.too_long is 'mask', which leaves stopped conversations out",
        ),
        (
            "\n[algorithm]\npreset = 'gigpo'",
            "line 3: anchors.weight is 1.0, which needs rollouts.anchor_key",
        ),
        (
            "[training]\nrollouts_per_task = 1",
            "line 2: advantages.baseline is 'task', which compares rollouts",
        ),
        (
            "[training]\nupdates = 3\nevaluate_every = 2",
            "line 3: training.evaluate_every is 2, and there is nothing to evaluate on",
        ),
    ],
)
def test_what_is_wrong_in_a_run_is_named_with_its_line(text: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_recipe(Source("run.toml", text))
    assert message in str(caught.value)


DESK = "[environments.desk]\nid = 'a'\nnum_tasks = 1\noptions = "


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"{DESK}{{ since = 2026-01-02 }}", "line 4: environments.desk: options must be texts"),
        (f"{DESK}{{ rate = nan }}", "line 4: environments.desk: options must be texts"),
        (f"[run]\nseed = {10**30}", "line 2: run.seed must be a whole number of at most 64 bits"),
        (f"[optimizer]\nlearning_rate = {10**400}", "line 2: optimizer.learning_rate must be"),
        ("[run]\nseed = 0x1" + "0" * 5000, "run.seed must be a whole number"),
        ("[run]\nseed = " + "1" * 5000, "run.toml is no TOML"),
        ("[run]\nseed = " + "[" * 3000, "run.toml is no TOML"),
    ],
    ids=["a date", "nan", "a huge number", "a huge rate", "hexadecimal", "digits", "brackets"],
)
def test_what_toml_has_and_no_run_can_use_is_refused(text: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_recipe(Source("run.toml", text))
    assert message in str(caught.value)
