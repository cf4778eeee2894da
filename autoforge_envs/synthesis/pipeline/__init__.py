"""The pipeline: seeds in, certified domains out, with a ledger of what every stage came to."""
