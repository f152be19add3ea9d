namespace Brian.Engine;

/// <summary>The code of a <see cref="UserFunction"/>.</summary>
public delegate double FunctionBody(ReadOnlySpan<double> arguments);

/// <summary>A function that comes with a program as code.</summary>
/// <param name="Name">For display and messages.</param>
/// <param name="Arity">Number of arguments, at least 1.</param>
/// <param name="Body">A number from numbers in SI units. Its value must depend on the arguments alone, since how often and in what
/// order it is called is not fixed. It is called from the thread that runs the simulation.</param>
public sealed record UserFunction(string Name, int Arity, FunctionBody Body)
{
    /// <summary>Stands for all neurons, when they share one call.</summary>
    internal const int EveryNeuron = -1;

    /// <summary>The function's value for a neuron at a time in seconds.</summary>
    /// <exception cref="FunctionFailedException">The function's code raised an exception.</exception>
    internal double Call(ReadOnlySpan<double> arguments, int neuron, double time)
    {
        try
        {
            return Body(arguments);
        }
        catch (Exception failure)
        {
            throw new FunctionFailedException(Name, arguments.ToArray(), neuron, time, failure);
        }
    }
}

/// <summary>A user function raised an exception, which is the inner one. The run ended before the step at <see cref="Time"/> was
/// complete; recordings hold all steps before it.</summary>
public sealed class FunctionFailedException : Exception
{
    internal FunctionFailedException(string function, double[] arguments, int neuron, double time, Exception failure)
        : base(Describe(function, arguments, neuron, time, failure), failure) =>
        (Function, Arguments, Neuron, Time) = (function, arguments, neuron < 0 ? null : neuron, time);

    /// <summary>The function's name.</summary>
    public string Function { get; }

    /// <summary>What it was called with, in SI units.</summary>
    public IReadOnlyList<double> Arguments { get; }

    /// <summary>For which neuron, counted from 0; null when the call was for all neurons at once.</summary>
    public int? Neuron { get; }

    /// <summary>Time at the start of the step, in seconds.</summary>
    public double Time { get; }

    private static string Describe(string function, double[] arguments, int neuron, double time, Exception failure)
    {
        var values = string.Join(", ", arguments.Select(a => FormattableString.Invariant($"{a}")));
        var whom = neuron < 0 ? "all neurons" : FormattableString.Invariant($"neuron {neuron}");
        return FormattableString.Invariant(
            $"The function {function} failed for {whom} at t = {time} s, called as {function}({values}) in SI units: {failure.Message}");
    }
}
