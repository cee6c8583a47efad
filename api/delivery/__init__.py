"""How an answer reaches whoever asked: the envelope, what is kept, confirmed, compressed and shared."""
