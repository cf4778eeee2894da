"""Travel: nights in hotels and the like, board, rides, activities, and what cancelling costs."""
