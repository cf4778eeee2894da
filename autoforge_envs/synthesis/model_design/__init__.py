"""The designer that asks a language model; nothing that the model writes is trusted.

`designing` leads through a course of the stages in `stages`, one question each, and through it
again when no domain came of the draft (`objections`). `courses` says what a design begins with:
nothing, or what rules make of schemas (`starting`). `asking` puts a question until the answer
passes its checks; where there is a draft, `salvaging` takes what holds of one that does not. As
text an answer is checked by `json_answers`, `shapes`, `python_subset`, `english`, `naming` and
`phrase_checks`; `trying` runs what came of it behind locks, and only what has changed (`grounds`).
`quoting` keeps what documents say from being read as instructions. `writing` turns the blueprint
into source.
"""
