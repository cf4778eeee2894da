"""`python -m autoforge_rl`, the same as `autoforge-rl`."""

import sys

from autoforge_rl.cli import main

if __name__ == "__main__":
    sys.exit(main())
