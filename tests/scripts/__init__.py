"""The programs that build, serve and prove."""
