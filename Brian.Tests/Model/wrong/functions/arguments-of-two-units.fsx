// Arguments of two units
let ratio = Function.OfArray("ratio", (fun x -> x[0]/x[1]), ValueUnit.Of 1, ValueUnit.Any, ValueUnit.Like 1)
NeuronGroup(3, Equations $"dn/dt = {ratio}(1*mV, 2*nA)/ms : 1")
