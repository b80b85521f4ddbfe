// An engine that does not survive its start.

process.exit(3);
