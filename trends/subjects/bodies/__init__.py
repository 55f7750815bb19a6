"""Public bodies: what they answered, one by one."""
