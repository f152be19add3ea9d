// A text that begins with a quotation mark
Equations $""""x" + {tau} : 1"""
