namespace Brian

/// How differential equations are integrated over one time step.
[<Sealed>]
type Method private (name: string, description: string) =

    /// The closed-form solution of linear equations: no error but rounding, at any dt.
    static member val Exact = Method("exact", "closed-form solution of linear equations")

    /// Forward Euler; with white noise Euler-Maruyama. Order 1; noise factors must not depend on the state.
    static member val Euler = Method("euler", "forward Euler, Euler-Maruyama with noise")

    /// Stochastic Heun: for noise whose factor depends on the state; converges to the Stratonovich solution.
    static member val Heun = Method("heun", "stochastic Heun, Stratonovich")

    /// Exact for the linear equations that depend on no others, Heun's method for the rest, which sees the exact values at both
    /// ends of the step. Order 2 without noise; with noise as Heun's method. Never chosen by itself.
    static member val Splitting =
        Method("splitting", "exact for the linear part, Heun's method for the rest, order 2")

    /// The method's name: "exact".
    member _.Name = name

    override _.ToString() = $"{name} ({description})"
