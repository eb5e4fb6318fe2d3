"""What exhibits share: style, fonts, colours, labels, selections, printed tables and documents."""
