"""Budgets beside ours: nations by every principle, local budgets others published, likelihoods by newer science."""
