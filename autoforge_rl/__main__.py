"""`python -m autoforge_rl`, the same as `autoforge-rl`."""

import sys

from autoforge_launch import autoforge_rl

if __name__ == "__main__":
    sys.exit(autoforge_rl())
