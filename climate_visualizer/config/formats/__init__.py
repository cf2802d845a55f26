"""How Django writes dates where its own way is another country's."""
