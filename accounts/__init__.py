"""Who people are, which organ they act for, where, and what they may do there."""
