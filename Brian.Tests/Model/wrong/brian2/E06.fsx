// E6: names with a special meaning
Equations $"""
    t : 1
    i : 1
    xi : 1
    """
