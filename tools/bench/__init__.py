"""`make bench`: how fast the pages are through the real server, as ratios; by turns with another commit."""
