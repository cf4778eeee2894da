"""Reading tool documents: OpenAPI, function lists, MCP tool lists, Markdown, a topic."""
