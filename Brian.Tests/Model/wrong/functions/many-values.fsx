// A constant that holds many values
Constants.From {| tau = [| 1; 2 |] |}
