using System.Globalization;
using System.Text;

namespace Brian.Engine;

/// <summary>Programs as text to read.</summary>
public static class ProgramText
{
    /// <summary>The program as C#-like text: one line for each instruction that is not a constant, then the stores.</summary>
    /// <param name="program">The program.</param>
    /// <param name="fields">Names of the group's fields; without them, fields print by number.</param>
    public static string Explain(this Program program, IReadOnlyList<string>? fields = null)
    {
        var text = new StringBuilder().Append("// ").Append(program.Name).Append('\n');
        var names = new string[program.Body.Count];
        for (var n = 0; n < names.Length; n++)
        {
            var i = program.Body[n];
            var row = OpTable.Of(i.Op);
            string Operand(int value) => value < 0 ? "" : names[value];
            if (i.Op is Op.Constant)
                names[n] = i.Number.ToString("R", CultureInfo.InvariantCulture);
            else if (i.Op is Op.Field && i.Slot < fields?.Count)
                names[n] = fields[i.Slot];
            else if (row.Operands.Length == 0 && row.Expansion is null)
                names[n] = Format(row.Text, "", "", "", i.Slot);
            else if (i.Op is Op.Argument)
                names[n] = program.Body[i.B].Op is Op.NoArguments ? Operand(i.A) : $"{Operand(i.A)}, {Operand(i.B)}";
            else
            {
                var isMask = row.Result is Kind.Mask;
                names[n] = (isMask ? "m" : "v") + n.ToString(CultureInfo.InvariantCulture);
                text.Append(isMask ? "bool " : "double ").Append(names[n]).Append(" = ")
                    .Append(Format(IsForAll(program, i) ? "{3}({0})" : row.Text, Operand(i.A), Operand(i.B), Operand(i.C), SlotOf(program, i))).Append(";\n");
            }
        }
        foreach (var store in program.Stores)
            text.Append(NameOf(store, fields)).Append(" = ").Append(names[store.Value]).Append(";\n");
        return text.ToString();
    }

    /// <summary>True for a call that leaves no neuron out.</summary>
    private static bool IsForAll(Program program, Instruction i) => i.Op is Op.Call && program.Body[i.B].Op is Op.True;

    /// <summary>Tables and functions by their names, everything else by number.</summary>
    private static object SlotOf(Program program, Instruction i) => i.Op switch
    {
        Op.Lookup => program.Tables[i.Slot].Name,
        Op.Call => program.Functions[i.Slot].Name,
        _ => i.Slot,
    };

    private static string Format(string text, string a, string b, string c, object slot) =>
        string.Format(CultureInfo.InvariantCulture, text, a, b, c, slot);

    private static string NameOf(Store store, IReadOnlyList<string>? fields) =>
        store.Target is Target.Field && store.Slot < fields?.Count
            ? fields[store.Slot]
            : $"{store.Target.ToString().ToLowerInvariant()}[{store.Slot.ToString(CultureInfo.InvariantCulture)}]";
}
