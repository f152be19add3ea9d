// A constant that is text
Constants.From {| tau = "10 ms" |}
