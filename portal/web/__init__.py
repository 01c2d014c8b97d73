"""HTTP plumbing every area shares: sign-in wall, errors, headers, filters, downloads."""
