"""`python -m autoforge_envs` is the command `autoforge`."""

import sys

from autoforge_launch import autoforge

sys.exit(autoforge())
