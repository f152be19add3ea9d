// A constant that is code
let square (x: float) = x*x
Constants.From {| square = square |}
