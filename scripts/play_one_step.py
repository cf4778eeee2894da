"""Plays one step of the installed package: run by try_wheel.sh, with the checkout as argument."""

import sys
from pathlib import Path

import gymnasium


def main() -> None:
    """Stop with an error unless the package is complete and comes from outside the checkout."""
    environment = gymnasium.make("autoforge_envs:autoforge/retail-v0")
    observation, information = environment.reset(seed=7)
    answer, reward, terminated, truncated, _ = environment.step("Good morning, how can I help?")
    environment.close()
    package = Path(sys.modules["autoforge_envs"].__file__ or "").parent
    checks = {
        "the user opens": observation["role"] == "user" and bool(observation["content"]),
        "the user answers": answer["role"] == "user" and bool(answer["content"]),
        "nothing is over yet": not terminated and not truncated and reward == 0,
        "tools are handed over": bool(information["tools"]),
        "installed outside the checkout": Path(sys.argv[1]).resolve() not in package.parents,
        "py.typed is installed": (package / "py.typed").is_file(),
        "domains are installed": (package / "generated" / "retail_v0" / "domain.json").is_file(),
    }
    failed = [name for name, holds in checks.items() if not holds]
    if failed:
        sys.exit(f"the wheel in {package} fails: {', '.join(failed)}")
    sys.stdout.write(f"played a step of autoforge/retail-v0 from {package}\n")


if __name__ == "__main__":
    main()
