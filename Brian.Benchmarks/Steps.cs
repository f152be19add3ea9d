using static Brian.Units;

namespace Brian.Benchmarks;

/// <summary>Nanoseconds for a step of a neuron, of whole networks with their spikes recorded, on one thread.</summary>
internal static class Steps
{
    private static readonly Quantity s_tau = 10 * ms;
    private static readonly Quantity s_dt = 0.1 * ms;

    private sealed record Workload(string Name, int Count, Func<int, NeuronGroup> Make, string Wanted, bool Spikes = true);

    private static readonly Workload[] s_workloads =
    [
        new("LIF exact, v0 per neuron, refractory", 10_000, Leaky, "0.24"),
        new("LIF exact, v0 per neuron, refractory", 1_000_000, Leaky, "0.45"),
        new("LIF with noise", 10_000, NoisyLeaky, "2.2"),
        new("adaptive threshold with noise", 100_000, Adaptive, "2.3"),
        new("LIF exact, small group", 100, Leaky, "1.0"),
        new("leak, tau a constant", 10_000, count => Leak(count, perNeuron: false), "", Spikes: false),
        new("leak, tau per neuron", 10_000, count => Leak(count, perNeuron: true), "", Spikes: false),
        new("leak, tau a constant", 1_000_000, count => Leak(count, perNeuron: false), "", Spikes: false),
        new("leak, tau per neuron", 1_000_000, count => Leak(count, perNeuron: true), "", Spikes: false),
    ];

    /// <summary>All workloads; each with and without the check for values that are not finite.</summary>
    public static void Run(Report report)
    {
        report.Table("ns per neuron-step", "workload", "N", "least", "median", "wanted", "median unguarded", "guard costs");
        foreach (var workload in s_workloads)
        {
            using var guarded = new Bench(workload);
            using var unguarded = new Bench(workload);
            var samples = Measure.Interleaved(() => guarded.Run(guard: true), () => unguarded.Run(guard: false));
            var times = new[] { samples[0].Per(guarded.NeuronSteps), samples[1].Per(unguarded.NeuronSteps) };
            report.Row(
                workload.Name, $"{workload.Count:N0}", Ns(times[0].Least), Ns(times[0].Median), workload.Wanted,
                Ns(times[1].Median), $"{times[0].Least / times[1].Least - 1:P1}");
        }
    }

    private static string Ns(double seconds) => $"{seconds / 1e-9:F3}";

    /// <summary>A network and a duration that takes some fifty milliseconds.</summary>
    private sealed class Bench : IDisposable
    {
        private const double Window = 0.05;

        private readonly Network _network;
        private readonly int _count;
        private Quantity _duration = 100 * s_dt;

        public Bench(Workload workload)
        {
            var group = workload.Make(workload.Count);
            _count = workload.Count;
            _network = workload.Spikes ? new Network(group, new SpikeMonitor(group)) : new Network(group);
            Run(guard: true);
            var once = Measure.Time(() => Run(guard: true));
            _duration *= Math.Max(1, Math.Round(Window / once));
        }

        public double NeuronSteps => _count * Math.Round((double)(_duration / s_dt));

        public void Dispose() => _network.Dispose();

        public void Run(bool guard) => _network.Run(_duration, guard: guard);
    }

    private static NeuronGroup Leaky(int count)
    {
        var group = new NeuronGroup(count, new Equations($"""
            dv/dt = (v0 - v)/{s_tau} : 1 (unless refractory)
            v0 : 1
            """), threshold: $"v > 1", reset: $"v = 0", refractory: 5 * ms, method: Method.Exact);
        group["v0"].Set($"i*{3.0}/(N - 1)");
        return group;
    }

    private static NeuronGroup NoisyLeaky(int count)
    {
        var group = new NeuronGroup(count, new Equations($"""
            dv/dt = (v0 - v)/{s_tau} + {0.2}*xi*{s_tau}**-0.5 : 1 (unless refractory)
            v0 : 1
            """), threshold: $"v > 1", reset: $"v = 0", refractory: 5 * ms, method: Method.Euler);
        group["v0"].Set($"i*{3.0}/(N - 1)");
        return group;
    }

    private static NeuronGroup Adaptive(int count)
    {
        var (vr, vt0, tauT) = (-70 * mV, -50 * mV, 100 * ms);
        var group = new NeuronGroup(count, new Equations($"""
            dv/dt = (2*({vt0} - {vr}) + {vr} - v)/{s_tau} + 0.5*({vt0} - {vr})*xi*{s_tau}**-0.5 : volt
            dvt/dt = ({vt0} - vt)/{tauT} : volt
            """), threshold: $"v > vt", reset: $"v = {vr}; vt += {5 * mV}", refractory: 5 * ms, method: Method.Euler);
        group["v"].Set($"rand()*({vt0} - {vr}) + {vr}");
        group["vt"].Fill(vt0);
        return group;
    }

    private static NeuronGroup Leak(int count, bool perNeuron)
    {
        var equations = perNeuron
            ? new Equations($"""
                dv/dt = -v/tau : 1
                tau : second (constant)
                """)
            : new Equations($"dv/dt = -v/{s_tau} : 1");
        var group = new NeuronGroup(count, equations, method: Method.Exact);
        group["v"].Set($"1 + i/N");
        if (perNeuron)
            group["tau"].Set($"(5 + 10*i/N)*ms");
        return group;
    }
}
