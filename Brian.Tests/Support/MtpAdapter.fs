/// Lets `dotnet test` run the Expecto tree on Microsoft.Testing.Platform.
module Brian.Tests.MtpAdapter

open System
open System.Threading.Tasks
open Microsoft.Testing.Platform.Builder
open Microsoft.Testing.Platform.Capabilities.TestFramework
open Microsoft.Testing.Platform.Extensions
open Microsoft.Testing.Platform.Extensions.Messages
open Microsoft.Testing.Platform.Extensions.TestFramework
open Microsoft.Testing.Platform.Requests
open Expecto

type private Caps() =
    interface ITestFrameworkCapabilities with
        member _.Capabilities = [||] :> _

type ExpectoFramework(root: Test) =
    let config =
        { Impl.ExpectoConfig.defaultConfig with printer = Impl.TestPrinters.silent }

    let nameOf (t: FlatTest) = String.Join(".", t.name)

    let publish
        (ctx: ExecuteRequestContext)
        (self: IDataProducer)
        (uid: Microsoft.Testing.Platform.TestHost.SessionUid)
        name
        (prop: IProperty)
        extra
        =
        let bag = PropertyBag(Array.append [| prop |] extra)

        ctx.MessageBus.PublishAsync(
            self,
            TestNodeUpdateMessage(uid, TestNode(Uid = TestNodeUid name, DisplayName = name, Properties = bag))
        )

    interface IExtension with
        member _.Uid = "Expecto.Mtp"
        member _.Version = "0.1.0"
        member _.DisplayName = "Expecto"
        member _.Description = "Runs an Expecto test tree on Microsoft.Testing.Platform"
        member _.IsEnabledAsync() = Task.FromResult true

    interface IDataProducer with
        member _.DataTypesProduced = [| typeof<TestNodeUpdateMessage> |]

    interface ITestFramework with
        member _.CreateTestSessionAsync _ =
            Task.FromResult(CreateTestSessionResult(IsSuccess = true))

        member _.CloseTestSessionAsync _ =
            Task.FromResult(CloseTestSessionResult(IsSuccess = true))

        member this.ExecuteRequestAsync ctx : Task =
            task {
                let self = this :> IDataProducer

                match ctx.Request with
                | :? DiscoverTestExecutionRequest as r ->
                    for t in Test.toTestCodeList root do
                        do!
                            publish
                                ctx
                                self
                                r.Session.SessionUid
                                (nameOf t)
                                (DiscoveredTestNodeStateProperty())
                                [||]
                | :? RunTestExecutionRequest as r ->
                    let! results = Impl.evalTests config root |> Async.StartAsTask

                    for t, s in results do
                        let prop: IProperty =
                            match s.result with
                            | Impl.TestResult.Passed -> PassedTestNodeStateProperty()
                            | Impl.TestResult.Ignored m -> SkippedTestNodeStateProperty m
                            | Impl.TestResult.Failed m -> FailedTestNodeStateProperty m
                            | Impl.TestResult.Error e -> ErrorTestNodeStateProperty e

                        let now = DateTimeOffset.UtcNow

                        let timing =
                            TimingProperty(TimingInfo(now - s.duration, now, s.duration)) :> IProperty

                        do! publish ctx self r.Session.SessionUid (nameOf t) prop [| timing |]
                | _ -> ()

                ctx.Complete()
            }
            :> Task

let runOnPlatform (argv: string[]) (root: Test) =
    (task {
        let! b = TestApplication.CreateBuilderAsync argv
        b.RegisterTestFramework((fun _ -> Caps() :> _), (fun _ _ -> ExpectoFramework root :> _)) |> ignore
        Microsoft.Testing.Extensions.CodeCoverage.TestingPlatformBuilderHook.AddExtensions(b, argv)
        use! app = b.BuildAsync()
        return! app.RunAsync()
    })
        .GetAwaiter()
        .GetResult()
