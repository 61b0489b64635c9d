"""A document as a Word file: its styles, numbers, fonts and text, each as the XML of ISO/IEC 29500 that Word reads."""
