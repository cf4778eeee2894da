"""How a task proves itself: experiments on its plan, and the checks that make its certificate."""
