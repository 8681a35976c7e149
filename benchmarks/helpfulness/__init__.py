"""How helpful a first message is, byhand's beside those of what people would use instead."""
