namespace Brian.Engine;

/// <summary>Steps a network through its plan.</summary>
/// <remarks>
/// A simulation binds a plan to memory and recordings, which belong to the caller and outlive it: another simulation over
/// the same ones continues where this one ended.
/// </remarks>
/// <example>
/// A cell that leaks towards 1 and spikes above 0.8:
/// <code>
/// var (update, threshold, reset) = (new ProgramBuilder("update"), new ProgramBuilder("threshold"), new ProgramBuilder("reset"));
/// var decay = Math.Exp(-0.1 / 10);
/// update.Store(Target.Field, 0, update.Emit(
///     Op.MultiplyAdd, update.Emit(Op.Field), update.Constant(decay), update.Constant(1 - decay)));
/// threshold.Store(Target.Event, 0, threshold.Emit(Op.Less, threshold.Constant(0.8), threshold.Emit(Op.Field)));
/// reset.Store(Target.Field, 0, reset.Emit(Op.Select, reset.Emit(Op.Occurred), reset.Constant(0.0), reset.Emit(Op.Field)));
///
/// var cells = new GroupPlan("cells", Count: 1, Stream: 0, Fields: [new("v", 0)], Shared: [], Events: ["spike"]);
/// var plan = new NetworkPlan(Seed: 1, Clocks: [0.1e-3], Groups: [cells], Tasks: [
///     new RunProgram(Slot.Groups, Order: 0, Clock: 0, Group: 0, update.Build()),
///     new RunProgram(Slot.Thresholds, Order: 0, Clock: 0, Group: 0, threshold.Build()),
///     new RecordEvent(Slot.Thresholds, Order: 1, Clock: 0, Group: 0, Recording: 0, Event: 0, Neurons: null, Columns: [], null),
///     new RunProgram(Slot.Resets, Order: 0, Clock: 0, Group: 0, reset.Build(), OnEvent: 0)]);
///
/// using var state = new GroupState(cells);
/// var spikes = new EventRecording(columns: 0, groupCount: 1);
/// new Simulation(plan, [state], [], [spikes]).Run(start: 0, end: 50e-3);
/// // spikes.Times() is [0.016, 0.032100000000000004, 0.0482]
/// </code>
/// </example>
public sealed class Simulation
{
    private const int ReportEveryMilliseconds = 100;

    private readonly Clock[] _clocks;
    private readonly GroupState[] _groups;
    private readonly GroupState[] _emitting;
    private readonly StepTask[] _tasks;
    private readonly StepTask[] _changing;
    private readonly bool _checksValues;

    /// <summary>Checks the plan and compiles its programs.</summary>
    /// <param name="plan">What to do in each step.</param>
    /// <param name="groups">The memory of each group of the plan.</param>
    /// <param name="states">State recordings, as the tasks number them.</param>
    /// <param name="events">Event recordings, as the tasks number them.</param>
    /// <exception cref="PlanException">The plan breaks a rule, or does not fit memory and recordings.</exception>
    public Simulation(
        NetworkPlan plan,
        IReadOnlyList<GroupState> groups,
        IReadOnlyList<StateRecording> states,
        IReadOnlyList<EventRecording> events)
        : this(plan, groups, states, events, Kernels.Compile)
    {
    }

    /// <summary>As the public constructor, with another way to compile.</summary>
    internal Simulation(
        NetworkPlan plan,
        IReadOnlyList<GroupState> groups,
        IReadOnlyList<StateRecording> states,
        IReadOnlyList<EventRecording> events,
        Func<Program, IKernel> compile)
    {
        PlanRules.Check(plan);
        _clocks = [.. plan.Clocks.Select(dt => new Clock(dt))];
        _groups = [.. groups];
        _tasks = new TaskBuilder(plan, _clocks, groups, states, events, compile).Build();
        _changing = [.. _tasks.Where(task => !task.IsRecording)];
        _checksValues = _tasks.Any(task => task is CheckFiniteTask);
        _emitting = [.. _groups.Where(g => g.Plan.Events.Count > 0)];
    }

    /// <summary>Complete steps of the last run; clocks that step together count once.</summary>
    public long Steps { get; private set; }

    /// <summary>Where the last run stopped, in seconds: its end, or if it was interrupted the first step not completed.
    /// Running from here continues it.</summary>
    public double StoppedAt { get; private set; }

    /// <summary>Does the steps of every clock from a time (inclusive) to another (exclusive).</summary>
    /// <remarks>
    /// A clock's first step is the first at or after <paramref name="start"/>, where a step less than 1e-4 dt earlier
    /// counts as at it. If the run ends by cancellation or an exception, recordings hold all complete steps and nothing
    /// of the one at <see cref="StoppedAt"/>; neurons keep what that step already changed, except that they return to
    /// its start when a value was not finite.
    /// </remarks>
    /// <param name="start">In seconds, not negative.</param>
    /// <param name="end">In seconds, not before <paramref name="start"/>.</param>
    /// <param name="progress">Receives the part done, from 0 to 1, about ten times a second.</param>
    /// <param name="cancellation">Ends the run between two steps.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was asked for.</exception>
    /// <exception cref="StateNotFiniteException">A value that the plan checks is NaN or infinite.</exception>
    /// <exception cref="ObjectDisposedException">The memory of a group was disposed.</exception>
    public void Run(
        double start, double end, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        CheckTime(start, nameof(start));
        CheckTime(end, nameof(end));
        ArgumentOutOfRangeException.ThrowIfLessThan(end, start);

        var leases = new List<AlignedMemory.Lease>(_groups.Length);
        try
        {
            foreach (var group in _groups)
                leases.Add(group.Hold());
            Start(start, end);
            using var checkpoint = _checksValues ? new Checkpoint(_clocks, _groups) : null;
            StepAll(progress is null ? null : new Reporter(progress, start, end), checkpoint, cancellation);
            StoppedAt = end;
        }
        finally
        {
            foreach (var lease in leases)
                lease.Dispose();
            GC.KeepAlive(this);
        }

        progress?.Report(1);
    }

    private void Start(double start, double end)
    {
        Steps = 0;
        foreach (var clock in _clocks)
            clock.Set(start, end);
        foreach (var task in _tasks)
            task.Prepare(task.Clock.End - task.Clock.Step);
        foreach (var group in _groups)
            group.ClearEvents();
    }

    private void StepAll(Reporter? reporter, Checkpoint? checkpoint, CancellationToken cancellation)
    {
        try
        {
            while (Clock.Earliest(_clocks) is { } first)
            {
                StoppedAt = first.Time;
                cancellation.ThrowIfCancellationRequested();
                reporter?.At(first.Time);
                checkpoint?.KeepIfDue(Steps);
                StepTogether(_tasks);
            }
        }
        catch (Exception interruption)
        {
            foreach (var task in _tasks)
            {
                if (task.Clock.Steps)
                    task.Undo(task.Clock.Step, task.Clock.Time);
            }

            if (interruption is StateNotFiniteException found)
            {
                ReturnToStartOfStep(checkpoint!);
                found.ReadBefore();
            }

            throw;
        }
    }

    private void ReturnToStartOfStep(Checkpoint checkpoint)
    {
        var stopped = Steps;
        checkpoint.Return();
        for (Steps = checkpoint.Step; Steps < stopped;)
        {
            Clock.Earliest(_clocks);
            StepTogether(_changing);
        }
    }

    private void StepTogether(StepTask[] tasks)
    {
        foreach (var group in _emitting)
            group.ClearEvents();

        foreach (var task in tasks)
        {
            if (task.Clock.Steps)
                task.Run(task.Clock.Step, task.Clock.Time);
        }

        foreach (var clock in _clocks)
        {
            if (clock.Steps)
                clock.Step++;
        }

        Steps++;
    }

    private static void CheckTime(double time, string name)
    {
        if (!double.IsFinite(time) || time < 0)
            throw new ArgumentOutOfRangeException(name, time, "A time is finite and not negative.");
    }

    private sealed class Reporter(IProgress<double> progress, double start, double end)
    {
        private long _next = Environment.TickCount64 + ReportEveryMilliseconds;

        internal void At(double time)
        {
            if (Environment.TickCount64 < _next)
                return;

            _next = Environment.TickCount64 + ReportEveryMilliseconds;
            progress.Report((time - start) / (end - start));
        }
    }
}
