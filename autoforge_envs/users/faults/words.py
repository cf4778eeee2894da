"""How faults sound. There are two voices, so that a detector can be tried on words it never saw.

A phrase is looked up by voice and kind; "deny" and "yes" are the two wrong confirmations.
"""

from collections.abc import Mapping
from typing import Literal, get_args

from autoforge_envs.users.faults import (
    development_inventions,
    development_words,
    held_out_words,
)

Voice = Literal["development", "held_out"]
VOICES: tuple[Voice, ...] = get_args(Voice)

FAULT_PHRASES: Mapping[Voice, Mapping[str, tuple[str, ...]]] = {
    "development": development_words.PHRASES,
    "held_out": held_out_words.PHRASES,
}

INVENTED: Mapping[Voice, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "development": development_inventions.INVENTED,
    "held_out": held_out_words.INVENTED,
}
"""Labels of facts that a user may make up, with values to make up."""
