"""Where it is shown: thin views; the ways of showing do not know each other."""
