"""The pages of figures, and the frame in their addresses."""
