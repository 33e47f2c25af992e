"""開催日時: what people write about when something is held, read into RFC 5545 rule parts and told again in Japanese."""
