"""How well the audit finds user errors: injected faults, and conversations without any."""
