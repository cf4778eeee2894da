"""Who talks to the agent: user simulators behind one protocol."""
