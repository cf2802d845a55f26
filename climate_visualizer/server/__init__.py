"""The HTTP server: a supervisor with one listening socket, workers that read bodies without a thread, and threads that answer."""
