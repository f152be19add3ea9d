// A constant with the name of something else
Constants.From {| t = 1 |}
