// Two dollar signs, so that single braces are text
Equations $$"""
    dv/dt = -v/{{tau}} : 1
    dw/dt = -w/{tau} : 1
    """
