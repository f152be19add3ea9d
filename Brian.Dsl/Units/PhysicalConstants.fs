namespace Brian

/// Physical constants as quantities: the values of CODATA 2022 (Mohr, Newell, Taylor, Tiesinga, "CODATA recommended values
/// of the fundamental physical constants: 2022"), exact where the SI of 2019 defines them.
[<AbstractClass; Sealed>]
type PhysicalConstants =
    /// Exact.
    static member avogadroConstant = Quantity(6.02214076e23, Dimension.Of(0, 0, 0, 0, 0, -1, 0))

    /// Exact.
    static member boltzmannConstant = Quantity(1.380649e-23, Dimension.Of(2, 1, -2, 0, -1, 0, 0))

    /// Of the vacuum; relative uncertainty 1.6e-10.
    static member electricConstant =
        Quantity(8.8541878188e-12, Dimension.Of(-3, -1, 4, 2, 0, 0, 0))

    /// Relative uncertainty 3.1e-10.
    static member electronMass = Quantity(9.1093837139e-31, UnitDimension.kilogram)

    /// Exact.
    static member elementaryCharge = Quantity(1.602176634e-19, UnitDimension.coulomb)

    /// Exact: elementary charge times Avogadro constant.
    static member faradayConstant =
        Quantity(96485.33212331001, Dimension.Of(0, 0, 1, 1, 0, -1, 0))

    /// Exact: Boltzmann constant times Avogadro constant.
    static member gasConstant = Quantity(8.31446261815324, Dimension.Of(2, 1, -2, 0, -1, -1, 0))

    /// Of the vacuum; relative uncertainty 1.6e-10.
    static member magneticConstant =
        Quantity(1.25663706127e-6, Dimension.Of(1, 1, -2, -2, 0, 0, 0))

    /// Relative uncertainty 3.1e-10.
    static member molarMassConstant =
        Quantity(1.00000000105e-3, Dimension.Of(0, 1, 0, 0, 0, -1, 0))

    /// 0 degrees Celsius, exact. A temperature in Celsius is `zeroCelsius + 37*kelvin`; a difference of them is in kelvin.
    static member zeroCelsius = Quantity(273.15, UnitDimension.kelvin)
