// Comments of other languages
Equations $"""
    v : volt // the membrane potential
    w : 1 %% the recovery variable
    """
