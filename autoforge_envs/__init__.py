"""AutoForge: synthesized, certified environments for language agents.

Importing this package registers every bundled domain: `gymnasium.make("autoforge/retail-v0")`.
"""

from autoforge_envs.registration import register_domains, register_known_domains

__all__ = ["register_domains"]
__version__ = "0.1.0"

register_known_domains()
