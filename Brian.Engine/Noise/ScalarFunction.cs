namespace Brian.Engine;

/// <summary>An elementary function of one number, expanded once and then evaluated without allocating.</summary>
internal sealed class ScalarFunction
{
    private readonly Instruction[] _body;
    private readonly OpRow[] _rows;
    private readonly int _result;

    public ScalarFunction(Op op)
    {
        var builder = new ProgramBuilder(op.ToString());
        builder.Store(Target.Output, 0, builder.Emit(op, builder.Emit(Op.Field)));
        var program = builder.Build().Expand();
        _body = [.. program.Body];
        _rows = Array.ConvertAll(_body, i => OpTable.Of(i.Op));
        _result = program.Stores[0].Value;
    }

    /// <summary>The function's value, bit for bit that of the kernels.</summary>
    public double this[double x]
    {
        get
        {
            Span<double> values = stackalloc double[_body.Length];
            for (var n = 0; n < values.Length; n++)
            {
                ref readonly var i = ref _body[n];
                values[n] = i.Op switch
                {
                    Op.Field => x,
                    Op.Constant => i.Number,
                    _ => _rows[n].Scalar!(
                        i.A < 0 ? 0 : values[i.A], i.B < 0 ? 0 : values[i.B], i.C < 0 ? 0 : values[i.C], i.Slot),
                };
            }
            return values[_result];
        }
    }
}
