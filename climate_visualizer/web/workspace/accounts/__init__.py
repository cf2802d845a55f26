"""Accounts: sign-in, sessions, single sign-on, members, organisations, personal data."""
