"""What people do in the workspace, a page or a form each."""
