"""The workspace: where organisations and their people work with the budget."""
