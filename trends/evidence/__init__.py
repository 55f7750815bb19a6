"""The evidence tables: their rules, their reading, their faults, and the building of a store."""
