// Typed into F# Interactive, one piece after another.
open Brian
open Brian.Units
open Brian.Script;;

5*amp + 10*volt;;

let v = 3*mV;;

v + 1;;

sin (1*mV);;

float v;;

v.In ms;;

Quantity.Parse "10 mX";;

Quantities.Linspace(0, 1*mV, 0);;

[| 1.0; 2.0 |]*mV + [| 3.0; 4.0 |]*ms;;

Equations "dv/dt = -v/tau : 1";;

NeuronGroup(1, Equations $"v : volt", method = Method.Foo);;

let tau = 10*ms;;

let eqs = Equations $"""
    dv/dt = 1 - v : 1
    dw/dt = (v - w)/{tau} + 1*mV : 1
    """;;

explain "BR0208";;

// A group that spikes at every step is allowed, and said.
NeuronGroup(1, Equations $"dv/dt = 1/{tau} : 1", threshold = $"v > 1");;
