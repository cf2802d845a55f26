"""What an organisation has decided and plans: goals, measures, the yearly climate budget, follow-up and council packs."""
