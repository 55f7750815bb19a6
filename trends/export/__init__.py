"""Ways out of the dashboard: files, images, receipts."""
