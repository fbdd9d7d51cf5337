"""What officers see. A page has no query but `visible_to` and no rule at all."""
