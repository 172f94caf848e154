"""Making the demo street: every place, person and case comes into being as in real use."""
