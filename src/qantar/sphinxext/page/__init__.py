"""What the theme's pages need to be light, complete and readable by all."""
