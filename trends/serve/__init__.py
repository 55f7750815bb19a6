"""What is answered over HTTP besides the pages."""
