"""What is printed in two languages: texts, numbers, captions."""
