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
            else
            {
                var isMask = row.Result is Kind.Mask;
                names[n] = (isMask ? "m" : "v") + n.ToString(CultureInfo.InvariantCulture);
                text.Append(isMask ? "bool " : "double ").Append(names[n]).Append(" = ")
                    .Append(Format(row.Text, Operand(i.A), Operand(i.B), Operand(i.C), i.Slot)).Append(";\n");
            }
        }
        foreach (var store in program.Stores)
            text.Append(NameOf(store, fields)).Append(" = ").Append(names[store.Value]).Append(";\n");
        return text.ToString();
    }

    private static string Format(string text, string a, string b, string c, int slot) =>
        string.Format(CultureInfo.InvariantCulture, text, a, b, c, slot);

    private static string NameOf(Store store, IReadOnlyList<string>? fields) =>
        store.Target is Target.Field && store.Slot < fields?.Count
            ? fields[store.Slot]
            : $"{store.Target.ToString().ToLowerInvariant()}[{store.Slot.ToString(CultureInfo.InvariantCulture)}]";
}
