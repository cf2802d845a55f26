"""Reading pages as a stranger would: every number, date and rank in a page's text is looked for among the API's figures."""
