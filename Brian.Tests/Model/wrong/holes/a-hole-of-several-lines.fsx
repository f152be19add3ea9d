// A hole that is written over several lines
Equations $"""
    x = {2.0
         * 3.0} + 1*ms : 1
    y = {tau} + 1 : second
    """
