// A comment that Python knows is fine, an indented word is not
Equations $"""
    v : volt  # membrane potential
    in volt
    """
