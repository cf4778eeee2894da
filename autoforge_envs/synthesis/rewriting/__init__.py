"""Rewriting tasks with a language model: it proposes, execution decides.

Two questions a task: by which reasoning nodes its requests are put (`nodes`), and in which words
(`frames`, `free_words`). `proposing` asks them, many at once, while the domain is still being
forged; `editing`, in the locked process that forges it, composes, executes and certifies what is
proposed. What does not hold goes back with the reason, a bounded number of times; then the task
stays as it was composed.
"""
