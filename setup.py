"""Which packages are installed; everything else is said in setup.cfg."""

from setuptools import find_packages, setup

setup(
    packages=[
        *find_packages(include=["autoforge_envs*", "autoforge_rl*"]),
        "autoforge_envs.generated",
    ],
    py_modules=["autoforge_launch"],
    package_dir={"autoforge_envs.generated": "generated"},
)
