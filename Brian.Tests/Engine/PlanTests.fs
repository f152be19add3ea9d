module Brian.Tests.Engine.PlanTests

open System
open Brian.Engine
open Brian.Tests.Engine.LeakyCells
open Expecto

let tests =
    let valid = plan [ dt ] (cells 9) leakyCells
    let withTask task = plan [ dt ] (cells 9) [ task ]

    let stores name target slot =
        program name (fun b -> b.Store(target, slot, b.Constant 0.0))

    let call onEvent inputs results =
        let nothing = NumberFunction(fun _ _ _ -> ())
        withTask (CallOnEvent(Slot.Groups, 0, 0, 0, "halve", nothing, onEvent, array inputs, array results))

    let refuses sentence (plan: NetworkPlan) =
        test sentence {
            let message =
                try
                    Bench(plan).Simulation() |> ignore
                    "accepted"
                with :? PlanException as e ->
                    e.Message

            Expect.equal message sentence "message"
        }

    testList
        "plans"
        [
            testList
                "a plan that breaks a rule is refused:"
                [
                    refuses
                        "Clock 1 has a dt of 0 s; dt is positive and finite."
                        (plan [ dt; 0.0 ] (cells 1) [])
                    refuses
                        "Clock 0 has a dt of NaN s; dt is positive and finite."
                        (plan [ nan ] (cells 1) [])
                    refuses "Group 'cells' has 0 neurons; a group has at least 1." (plan [ dt ] (cells 0) [])
                    refuses
                        "Task 0 ('cells: reset' in slot Resets): clock 1 does not exist, the plan has 1."
                        (withTask (RunProgram(Slot.Resets, 0, 1, 0, reset, 0)))
                    refuses
                        "Task 0 ('cells: reset' in slot Resets): group -1 does not exist, the plan has 1."
                        (withTask (RunProgram(Slot.Resets, 0, 0, -1, reset, 0)))
                    refuses
                        "Task 0 ('cells: reset' in slot Resets): event 3 does not exist, group 'cells' has 1."
                        (withTask (RunProgram(Slot.Resets, 0, 0, 0, reset, 3)))
                    refuses
                        "Task 0 ('halve' in slot Groups): event 3 does not exist, group 'cells' has 1."
                        (call 3 [ vColumn ] [ vColumn ])
                    refuses
                        "Task 0 ('halve' in slot Groups): field 2 does not exist, group 'cells' has 2."
                        (call 0 [ vColumn ] [ Column(Target.Field, 2) ])
                    refuses
                        "Task 0 ('halve' in slot Groups): a function is called with fields and shared fields, not with Output."
                        (call 0 [ Column(Target.Output, 0) ] [ vColumn ])
                    refuses
                        "Task 0 ('halve' in slot Groups): shared field 0 does not exist, group 'cells' has 0."
                        (call 0 [ vColumn ] [ Column(Target.Shared, 0) ])
                    refuses
                        "Task 0 ('zero' in slot Groups): Program 'zero': The store to Field has slot 7, but the group has 2."
                        (withTask (RunProgram(Slot.Groups, 0, 0, 0, stores "zero" Target.Field 7)))
                    refuses
                        "Task 0 ('zero' in slot Groups): Program 'zero': It stores to Output, which nobody uses here."
                        (withTask (RunProgram(Slot.Groups, 0, 0, 0, stores "zero" Target.Output 0)))
                    refuses
                        "Task 0 ('zero' in slot Resets): a program that runs on an event selects its neurons by Occurred of that event, this one does not."
                        (withTask (RunProgram(Slot.Resets, 0, 0, 0, stores "zero" Target.Field 0, 0)))
                    refuses
                        "Task 0 ('read' in slot Groups): Program 'read': Field has slot 2, but the group has 2."
                        (withTask (
                            RunProgram(
                                Slot.Groups,
                                0,
                                0,
                                0,
                                program "read" (fun b -> b.Store(Target.Field, 0, b.Emit(Op.Field, slot = 2)))
                            )
                        ))
                    refuses
                        "Task 0 ('cells: always' in slot Thresholds) and Task 1 ('cells: always' in slot Thresholds) emit the same event; only one task may."
                        (let emit: TaskPlan = RunProgram(Slot.Thresholds, 0, 0, 0, always)
                         plan [ dt ] (cells 1) [ emit; emit ])
                    refuses
                        "Task 0 (state recording 0 in slot Start) and Task 1 (state recording 0 in slot End) append to the same state recording; only one task may."
                        (plan [ dt ] (cells 1) [ watch Slot.Start; watch Slot.End ])
                    refuses
                        "Task 0 (state recording 0 in slot Start): neuron 9 does not exist, group 'cells' has 9."
                        (withTask (RecordState(Slot.Start, 0, 0, 0, 0, only [ 9 ], array [ vColumn ], null)))
                    refuses
                        "Task 0 (state recording 0 in slot Start): output 0 does not exist, its program has 0."
                        (withTask (
                            RecordState(
                                Slot.Start,
                                0,
                                0,
                                0,
                                0,
                                everyone,
                                array [ Column(Target.Output, 0) ],
                                null
                            )
                        ))
                    refuses
                        "Task 0 (state recording 1 in slot Start): the recording does not exist, 1 are given."
                        (withTask (RecordState(Slot.Start, 0, 0, 0, 1, everyone, array [ vColumn ], null)))
                ]

            test "memory and recordings of another shape are refused" {
                let refuses sentence (start: unit -> Simulation) =
                    Expect.throwsC (start >> ignore) (fun e -> Expect.equal e.Message sentence "message")

                use state = new GroupState(cells 9)
                use other = new GroupState(cells 8)

                refuses "The plan has 1 groups, but the memory of 0 is given." (fun () ->
                    Simulation(valid, [], [], []))

                refuses "Group 0 ('cells') is not the one that memory 0 was made for ('cells')." (fun () ->
                    Simulation(valid, [ other ], [], []))

                let recording columns neurons () =
                    Simulation(
                        withTask (watch Slot.Start),
                        [ state ],
                        [ StateRecording(columns, neurons) ],
                        []
                    )

                refuses
                    "Task 0 (state recording 0 in slot Start): the recording has 2 columns, the task 1."
                    (recording 2 9)

                refuses
                    "Task 0 (state recording 0 in slot Start): the recording has 8 neurons, the task 9."
                    (recording 1 8)
            }

            test "tasks run by slot, then order, then as listed" {
                let append (digit: float) =
                    program $"append {digit}" (fun b ->
                        let shifted = b.Emit(Op.Multiply, b.Emit(Op.Field, slot = 0), b.Constant 10.0)
                        b.Store(Target.Field, 0, b.Emit(Op.Add, shifted, b.Constant digit)))

                let task slot order digit : TaskPlan =
                    RunProgram(slot, order, 0, 0, append digit)

                let tasks =
                    [
                        task Slot.End 0 6.0
                        task Slot.Groups 0 3.0
                        task Slot.Groups 0 4.0
                        task Slot.AfterGroups -5 5.0
                        task Slot.Groups -1 2.0
                        task Slot.Start 9 1.0
                    ]

                let bench = run dt (plan [ dt ] (cells 1) tasks)
                Expect.equal (bench.Groups[0].GetField(0, 0)) 123456.0 "digits"
            }

            test "a plan prints its groups and its step in order" {
                let lines =
                    (plan [ dt ] (cells 2) (watch Slot.Start :: watchSpikes :: leakyCells)).Explain().Split
                        '\n'

                let expected =
                    [
                        "group 0 'cells': 2 neurons, stream 1"
                        "  Start 0, clock 0, 'cells': state recording 0: v of all neurons"
                        "  Groups 0, clock 0, 'cells': run 'cells: update'"
                        "  Thresholds 0, clock 0, 'cells': run 'cells: threshold'"
                        "  Thresholds 1, clock 0, 'cells': event recording 0: spike of all neurons"
                        "  Resets 0, clock 0, 'cells': run 'cells: reset' on event spike"
                    ]

                Expect.sequenceContainsOrder lines expected "lines"
            }
        ]
