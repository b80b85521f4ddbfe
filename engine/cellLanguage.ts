// Language service of notebook cells as a process.
