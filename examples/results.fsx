// Numbers that a page hands to the tests, in the file that the environment variable BRIAN_RESULTS names.
open System
open System.IO
open System.Text.Json
open System.Text.Json.Nodes

let private results = JsonObject()
let number (key: string) (value: float) = results[key] <- JsonValue.Create value

let numbers (key: string) (values: seq<float>) =
    results[key] <- JsonArray [| for value in values -> JsonValue.Create value :> JsonNode |]

/// Writes what was handed in.
let save () =
    match Environment.GetEnvironmentVariable "BRIAN_RESULTS" with
    | null
    | "" -> ()
    | path -> File.WriteAllText(path, results.ToJsonString(JsonSerializerOptions(WriteIndented = true)))
