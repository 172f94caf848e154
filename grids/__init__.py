"""Places, posts, party cells, departments; grants and the scope they give."""
