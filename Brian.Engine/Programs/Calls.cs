namespace Brian.Engine;

/// <summary>Reads lists of arguments.</summary>
internal static class Calls
{
    /// <summary>The values that a <see cref="Op.Call"/> passes, first to last.</summary>
    public static List<int> ArgumentsOf(this Program program, Instruction call)
    {
        var arguments = new List<int>();
        for (var list = program.Body[call.A]; list.Op is Op.Argument; list = program.Body[list.B])
            arguments.Add(list.A);
        return arguments;
    }
}
