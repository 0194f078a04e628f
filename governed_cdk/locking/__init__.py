"""What `lock`, `accept` and `relock` are made of: synths of the environments, and the file of the lock."""
