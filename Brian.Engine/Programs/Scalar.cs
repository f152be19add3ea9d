namespace Brian.Engine;

/// <summary>The engine's functions on single numbers, bit for bit as its kernels compute them on every machine.</summary>
public static class Scalar
{
    /// <summary>The value of an operation that has numbers as operands and as result, such as <see cref="Op.Exp"/>.</summary>
    /// <param name="op">The operation; not a source, a condition or a random number.</param>
    /// <param name="a">First operand.</param>
    /// <param name="b">Second operand, ignored where the operation has none.</param>
    /// <param name="c">Third operand, ignored where the operation has none.</param>
    /// <exception cref="PlanException">The operation is of another sort.</exception>
    public static double Evaluate(Op op, double a = 0, double b = 0, double c = 0)
    {
        var row = OpTable.Of(op);
        return row.IsPure && row.Result is Kind.Number && !row.HasSlot && Array.TrueForAll(row.Operands, k => k is Kind.Number)
            ? Evaluate(row, a, b, c, 0)
            : throw new PlanException($"{op} is not a function of numbers.");
    }

    internal static double Evaluate(OpRow row, double a, double b, double c, int slot)
    {
        if (row.Scalar is { } scalar)
            return scalar(a, b, c, slot);
        var builder = new ProgramBuilder(row.Op.ToString());
        Number Literal(double x) => new(builder, builder.Constant(x));
        var value = row.Expansion!(builder, Literal(a), Literal(b), slot);
        return builder.NumberOf(value.Id);
    }
}
