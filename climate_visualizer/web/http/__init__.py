"""HTTP: cookies, CSRF, SSRF, the page cache, security headers and logs."""
