module Brian.Tests.Program

open System
open System.IO
open Expecto

let private all =
    testList
        "Brian"
        [
            Units.RationalTests.tests
            Units.DimensionTests.tests
            Units.UnitTableTests.tests
            Units.QuantityTests.tests
            Units.QuantitiesTests.tests
            Units.DisplayTests.tests
            Engine.ProgramBuilderTests.tests
            Engine.ElementaryTests.tests
            Engine.RandomTests.tests
            Engine.KernelTests.tests
            Engine.PlanTests.tests
            Engine.MemoryTests.tests
            Engine.SimulationTests.tests
            Engine.CheckFiniteTests.tests
            Syntax.GrammarTests.tests
            Syntax.PrintTests.tests
            Syntax.MistakeTests.tests
            Syntax.FuzzTests.tests
            Plots.PlotTests.tests
            Recorded.TutorialTests.tests
            Recorded.StepsTests.tests
            Recorded.ArithmeticTests.tests
            Recorded.MethodsTests.tests
            Recorded.StochasticTests.tests
            Recorded.TimedTests.tests
            Api.ScopeTests.tests
            Examples.ExampleTests.tests
            Model.CodesTests.tests
            Model.DiagnosticsTests.tests
            Model.ScreenTests.tests
            Model.UnitNamesTests.tests
            Model.CheckerTests.tests
            Integration.MatrixExponentialTests.tests
            Integration.LinearModelTests.tests
            Integration.NoiseTests.tests
            Integration.ExactTransitionTests.tests
            Integration.ExactStepTests.tests
            Integration.ExactNoiseTests.tests
            Integration.HeldInputTests.tests
            Integration.ExactQualityTests.tests
            Integration.ExactSizeTests.tests
            Integration.ChangingCoefficientTests.tests
            Integration.ElapsedTests.tests
            Integration.SplittingTests.tests
            Integration.ZeroTests.tests
            Integration.ClosedFormTests.tests
            Integration.SolutionTests.tests
            Api.GroupTests.tests
            Api.RunTests.tests
            Api.NotFiniteTests.tests
            Api.RecordingTests.tests
            Api.FunctionTests.tests
            Api.TimedArrayTests.tests
            Soundness.RescalingTests.tests
            Soundness.MutantTests.tests
            Soundness.PrintingTests.tests
            Soundness.ExtremeTests.tests
            Soundness.HardTextTests.tests
            Soundness.QuantityRuleTests.tests
            Soundness.AllocationTests.tests
        ]

/// `dotnet test` and code coverage start the program with the platform's own switches.
let private isPlatform (argument: string) =
    argument = "--server" || argument.StartsWith "--internal-" || argument = "--mtp"

let private runWithExpecto argv =
    let mutable summary = None
    let keep = SummaryHandler(fun s -> summary <- Some s)

    let exitCode =
        runTestsWithCLIArgs [ Append_Summary_Handler keep; Colours 0; No_Spinner ] argv all

    match summary with
    | Some s ->
        use out = new StreamWriter(Console.OpenStandardOutput())

        out.Write
            $"\n{s.passed.Length} passed, {s.failed.Length + s.errored.Length} failed, {s.ignored.Length} skipped\n"
    | None -> ()

    exitCode

[<EntryPoint>]
let main argv =
    if Array.exists isPlatform argv then
        MtpAdapter.runOnPlatform (Array.filter ((<>) "--mtp") argv) all
    else
        runWithExpecto argv
