"""The evidence tables: their rules, their reading, their faults, and the building of a store.

What an answer or an index is (residual, no answer, on a scale, ranked) is a column or a table of the evidence. Patterns
over English labels were used before: labels in other words would have escaped them.
"""
