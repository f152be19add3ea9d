// Subexpressions that double
let doubling = "s0 : 1" :: [ for k in 1..14 -> $"s{k} = s{k - 1} + s{k - 1} : 1" ]
Equations.Parse(String.concat "\n" doubling)
