namespace Brian.Engine;

/// <summary>Keeps the state of all groups every few thousand steps, so that the start of any later step can be reached again:
/// random numbers depend on nothing but the step, so steps done again give the same bits.</summary>
internal sealed class Checkpoint : IDisposable
{
    /// <summary>Copying the state takes about as long as a few steps.</summary>
    private const int Interval = 4096;

    private readonly Clock[] _clocks;
    private readonly GroupState[] _groups;
    private readonly AlignedMemory[] _copies;
    private readonly long[] _clockSteps;
    private long _due = Interval;

    /// <summary>Keeps the present state; only while the groups are held.</summary>
    internal Checkpoint(Clock[] clocks, GroupState[] groups)
    {
        (_clocks, _groups) = (clocks, groups);
        _copies = Array.ConvertAll(groups, group => group.Memory.Copy());
        _clockSteps = Array.ConvertAll(clocks, clock => clock.Step);
    }

    /// <summary>The number of the step whose start is kept.</summary>
    internal long Step { get; private set; }

    /// <summary>Called at the start of every step: keeps the state when it is time.</summary>
    internal void KeepIfDue(long step)
    {
        if (step != _due)
            return;

        (Step, _due) = (step, step + Interval);
        for (var k = 0; k < _groups.Length; k++)
            _groups[k].Memory.CopyTo(_copies[k]);
        for (var k = 0; k < _clocks.Length; k++)
            _clockSteps[k] = _clocks[k].Step;
    }

    /// <summary>Returns to the state kept.</summary>
    internal void Return()
    {
        for (var k = 0; k < _groups.Length; k++)
            _copies[k].CopyTo(_groups[k].Memory);
        for (var k = 0; k < _clocks.Length; k++)
            _clocks[k].Step = _clockSteps[k];
    }

    public void Dispose()
    {
        foreach (var copy in _copies)
            copy.Dispose();
    }
}
