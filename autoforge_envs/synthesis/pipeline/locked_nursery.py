"""Main of the nursery whose workers try and forge drafts; see `workshop` and `locked_forge`."""

import sys

from autoforge_envs.isolation.nursery import main
from autoforge_envs.synthesis.composition import composer
from autoforge_envs.synthesis.pipeline.locked_forge import serve

PRELOADED = (composer,)
"""What commissions name: imported once here and not by every worker, which takes longer by far."""

if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), serve)
