"""One file a panel.  A panel shows a world, states wishes by signals, and knows no other panel."""
