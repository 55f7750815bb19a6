"""What an answer may depend on: filters, own place, language and version of the evidence."""
