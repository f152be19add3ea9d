using static Brian.Units;

namespace Brian.Benchmarks;

/// <summary>From text to checked equations, and to a group with its method chosen.</summary>
internal static class Texts
{
    private static readonly Constants s_constants = Constants.From(new { tau = 10 * ms });

    /// <summary>A leak with noise, an adaptive threshold and three parameters.</summary>
    public static Equations FiveLines() => new($"""
        dv/dt = (v_drive + vr - v)/tau + sigma*xi*tau**-0.5 : volt (unless refractory)
        dvt/dt = (vt0 - vt)/{100 * ms} : volt
        v_drive = 2*(vt0 - vr) : volt
        vt0 : volt
        vr : volt (constant)
        sigma = {10 * mV} : volt
        tau = {10 * ms} : second
        """);

    /// <summary>Warm times, and how they grow with the length of the text.</summary>
    public static void Run(Report report)
    {
        report.Table("Text to checked equations, warm", "text", "least", "median", "per line", "wanted");
        Row("seven lines: the tutorial's last model with its constants", 7, () => FiveLines(), "100 us");
        foreach (var count in (int[])[20, 200, 500, 1000, 2000, 4000])
        {
            var text = ManyText(count);
            Row($"{count} equations", count, () => Equations.Parse(text, s_constants), count == 2000 ? "100 ms" : "");
        }

        void Row(string what, int lines, Action parse, string wanted)
        {
            var sample = Measure.Warm(parse);
            report.Row(
                what, Report.Text(sample.Least), Report.Text(sample.Median), Report.Text(sample.Median / lines), wanted);
        }
    }

    /// <summary>Equations each of which reads its neighbour.</summary>
    private static string ManyText(int count) => string.Join('\n', Enumerable.Range(0, count).Select(k =>
        $"dx{k}/dt = (x{(k + 1) % count} - x{k})/tau + exp(-(x{k}/mV)**2)*2*mV/(3*ms) : volt"));
}
