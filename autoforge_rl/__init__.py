"""Learning on environments of conversations: nothing here knows how they are made."""
