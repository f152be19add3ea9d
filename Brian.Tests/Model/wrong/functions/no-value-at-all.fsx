// A constant that is no value at all
Constants.From {| tau = System.Random() |}
