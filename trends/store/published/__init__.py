"""Versions of the evidence that lie where several servers find them, and their copies on this machine."""
