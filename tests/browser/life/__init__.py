"""The life of a grant in the browser: the people, and what each of them does on which page."""
