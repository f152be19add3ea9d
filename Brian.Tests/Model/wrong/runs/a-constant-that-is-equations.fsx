// A constant that is equations
Constants.From {| cell = leak |}
