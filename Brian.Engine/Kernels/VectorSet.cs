using System.Reflection;
using System.Runtime.Intrinsics;

namespace Brian.Engine;

/// <summary>The vector methods of one width, each looked for once: the first look at a name costs about a millisecond.</summary>
/// <param name="container">The static class: <c>Vector512</c>.</param>
/// <param name="vector">The open type: <c>Vector512&lt;&gt;</c>.</param>
/// <param name="width">Lanes in a vector.</param>
/// <param name="broadcast">The methods that put one number, or its bits, into all lanes.</param>
/// <param name="wordProduct">The machine's 32 by 32 to 64 bit product of unsigned words, or null.</param>
internal sealed class VectorSet(
    Type container, Type vector, int width, (MethodInfo Numbers, MethodInfo Bits) broadcast, MethodInfo? wordProduct)
{
    private const BindingFlags Public = BindingFlags.Public | BindingFlags.Static;

    private readonly Dictionary<string, MethodInfo> _methods = [];

    /// <summary>Lanes in a vector.</summary>
    public int Width => width;

    /// <summary>Vectors in a block.</summary>
    public int Parts => 8 / width;

    /// <summary>The vector of numbers.</summary>
    public Type Numbers { get; } = vector.MakeGenericType(typeof(double));

    private Type Bits { get; } = vector.MakeGenericType(typeof(ulong));

    /// <summary>The vector with these lanes.</summary>
    public Type TypeOf(Lanes lanes) => lanes is Lanes.Bits ? Bits : Numbers;

    /// <summary>The unsigned 32-bit product, where the machine has one; its operands are <see cref="ToWords"/>.</summary>
    public MethodInfo? WordProduct => wordProduct;

    /// <summary>The vector with one value in all lanes.</summary>
    public MethodInfo Broadcast(Lanes lanes) => lanes is Lanes.Bits ? broadcast.Bits : broadcast.Numbers;

    /// <summary>Operation of <paramref name="operands"/> vectors with these lanes.</summary>
    public MethodInfo Operation(string name, Lanes lanes, int operands) => Find(name, lanes, v =>
    {
        var parameters = new Type[operands];
        Array.Fill(parameters, v);
        return parameters;
    });

    /// <summary>Shift of bits by a number of places.</summary>
    public MethodInfo Shift(string name) => Find(name, Lanes.Bits, v => [v, typeof(int)]);

    /// <summary>Changes the type of the lanes and nothing else.</summary>
    public MethodInfo Convert(Lanes from) => Operation(from is Lanes.Bits ? "AsDouble" : "AsUInt64", from, 1);

    /// <summary>Takes lanes of 64 bits for twice as many of 32.</summary>
    public MethodInfo ToWords => Operation("AsUInt32", Lanes.Bits, 1);

    /// <summary>The first bit of each lane, as an integer.</summary>
    public MethodInfo MaskBits => Operation(nameof(Vector512.ExtractMostSignificantBits), Lanes.Numbers, 1);

    /// <summary>A helper of <see cref="LaneCalls"/> for this width.</summary>
    public MethodInfo LaneCall(string name) => typeof(LaneCalls).GetMethod(name, [Numbers, .. LaneCalls.Rest(name, Numbers)])!;

    private MethodInfo Find(string name, Lanes lanes, Func<Type, Type[]> parametersOf)
    {
        lock (_methods)
        {
            var key = lanes is Lanes.Bits ? name + " of bits" : name;
            if (!_methods.TryGetValue(key, out var method))
                _methods[key] = method = Look(name, lanes, parametersOf)
                    ?? throw new PlanException($"{container.Name} has no {name}.");
            return method;
        }
    }

    /// <summary>Operators belong to the vector type; of the methods, some are for one type of lane and some are generic.</summary>
    private MethodInfo? Look(string name, Lanes lanes, Func<Type, Type[]> parametersOf)
    {
        var parameters = parametersOf(TypeOf(lanes));
        if (name.StartsWith("op_", StringComparison.Ordinal))
            return TypeOf(lanes).GetMethod(name, Public, null, parameters, null);
        var generic = parametersOf(vector.MakeGenericType(Type.MakeGenericMethodParameter(0)));
        return container.GetMethod(name, 0, Public, null, parameters, null)
            ?? container.GetMethod(name, 1, Public, null, generic, null)
                ?.MakeGenericMethod(lanes is Lanes.Bits ? typeof(ulong) : typeof(double));
    }
}
