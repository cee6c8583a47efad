"""Tables as institutions publish them: read at the door, checked, every row loaded or rejected."""
