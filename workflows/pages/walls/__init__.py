"""挂牌: the wall of each village, drawn to the rule, and its facility held against the standard."""
