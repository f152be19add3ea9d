#:project ../../../Brian.Dsl/Brian.Dsl.fsproj
#:property PublishAot=false

// A console program: mistakes it catches, then one it does not.
using Brian;
using static Brian.Units;

void Attempt(Action deed)
{
    try
    {
        deed();
    }
    catch (Exception error)
    {
        Console.Error.WriteLine(error);
        Console.Error.WriteLine();
    }
}

var tau = 10 * ms;
var bare = 10;

Attempt(() => _ = new Equations($"dv/dt = (1 - v)/{bare} : 1"));

Attempt(() => _ = new Equations($"""
    dv/dt = (1 - v)/{tau} : 1
    dw/dt = {3 * nA} % (2*nA) + 1*mV : amp
    """));

Attempt(() => _ = new Equations($@"dv/dt = (1 - v)/{tau}
        + 1*mV : 1"));

Attempt(() => _ = new Equations($$"""dv/dt = (1 - v)/{{tau}} + {1} : 1"""));

Attempt(() => _ = new Equations($"v : 1\n\tdw/dt = {2 * Hz}*w + 1 : 1"));

var cells = new NeuronGroup(3, new Equations($"dv/dt = -v/{tau} : volt"));
Attempt(() => cells["v"].Fill(3));
Attempt(() => cells["v"].Set($"i*{3.0}"));
Attempt(() => new Network(cells).Run(100));
Attempt(() => Console.WriteLine(5 * amp + 10 * volt));
Attempt(() => Console.WriteLine((3 * mV).In(ms)));

// Nobody catches this one.
_ = new NeuronGroup(1, new Equations($"dv/dt = -v/{tau} : 1"), threshold: $"v > 1*mV", reset: $"vv = 0");
