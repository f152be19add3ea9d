// A model pasted with its quotation marks
Equations $"""
    '''
    dv/dt = -v/{tau} : 1
    '''
    """
