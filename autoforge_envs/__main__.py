"""`python -m autoforge_envs` is the command `autoforge`."""

import sys

from autoforge_envs.cli import main

sys.exit(main())
