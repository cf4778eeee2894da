"""The designer that asks a language model; nothing that the model writes is trusted.

`designer` leads through the stages in `stages`, one question each; `asking` puts a question until
the answer passes its checks. `json_answers`, `shapes`, `python_subset`, `english` and `naming`
check an answer as text; `trying` runs what came of it behind locks. `quoting` keeps what documents
say from being read as instructions. `writing` turns the blueprint of accepted answers into source.
"""
