// Exact with more variables than it solves at once
let ring = String.concat "\n" [ for i in 0..64 -> $"dx{i}/dt = (x{(i + 1) % 65} - x{i})/tau : 1" ]
NeuronGroup(1, Equations.Parse(ring, names(tau)), method = Method.Exact)
