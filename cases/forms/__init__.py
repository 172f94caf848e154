"""What each verb asks for, and the one action it calls."""
