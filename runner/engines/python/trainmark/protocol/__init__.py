"""Messages between the supervisor and a worker, and the request."""
