// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("Data sets and training")
struct TrainTests {
    let folder: Workspace

    init() throws { folder = try Workspace() }

    private func blindscore(_ line: String) throws -> CommandRun {
        try .blindscore(line.split(separator: " ").map(String.init), in: folder)
    }

    @Test("A data set is a function of its rows and seed, and a shorter one is the beginning of a longer one")
    func reproducible() throws {
        let texts = try [("20", "7"), ("20", "7"), ("20", "8"), ("5", "7")].map {
            try blindscore("dataset --rows \($0.0) --seed \($0.1) --output -").output
        }
        #expect(texts[0] == texts[1])
        #expect(texts[0] != texts[2])
        #expect(texts[0].hasPrefix(texts[3]))
        #expect(Table(texts[0]).rows.count == 20)
    }

    @Test(
        "The ranges beside the data are used, the quality is printed, and nothing is said to become public by accident")
    func describedRanges() throws {
        #expect(try blindscore("dataset --rows 500 --seed 1 --output patients.csv").status == 0)
        let run = try blindscore("train --data patients.csv --target relapse_risk --output model.json")
        #expect(run.status == 0)
        #expect(run.errors.isEmpty)
        #expect(run.output.contains("R²") && run.output.contains("RMSE") && run.output.contains("MAE"))
        #expect(run.output.contains("400") && run.output.contains("100"))
        let contract = try blindscore("contract --model model.json --output contract.json")
        #expect(contract.errors.contains("relapse_risk"))
        #expect(try folder.read("contract.json").contains("\"maximum\": 27"))
    }

    @Test("Observed ranges are used with a warning where none are described")
    func observedRanges() throws {
        try folder.write("x,y\n1,2\n2.34,4.1\n3,5.9\n4,8.1\n5.67,10\n6,12.2\n", to: "t.csv")
        let run = try blindscore("train --data t.csv --target y --output model.json")
        #expect(run.status == 0)
        #expect(run.errors.contains("public") && run.errors.split(separator: "\n").count == 1)
        #expect(try PlainModel(folder.read("model.json")).featureNames == ["x"])
    }

    @Test("A model for standard output is all that is printed there")
    func standardOutput() throws {
        try folder.write("x,y\n1,2\n2,4.1\n3,5.9\n4,8.1\n", to: "t.csv")
        let run = try CommandRun.shell("blindscore train --data - --target y --output - < t.csv", in: folder)
        #expect(run.status == 0)
        #expect(try PlainModel(run.output).outputs.map(\.name) == ["y"])
    }

    @Test("Described features choose the columns, and the others are named once")
    func chosenColumns() throws {
        #expect(try blindscore("dataset --rows 50 --seed 1 --output patients.csv").status == 0)
        try folder.write(
            #"{"features": [{"name": "phq9", "unit": "points", "minimum": 0, "maximum": 27}]}"#, to: "features.json")
        let run = try blindscore(
            "train --data patients.csv --target relapse_risk --features features.json --output model.json")
        #expect(run.status == 0)
        #expect(run.errors.contains("gad7") && run.errors.split(separator: "\n").count == 1)
        #expect(try PlainModel(folder.read("model.json")).featureNames == ["phq9"])
    }

    @Test("Accuracy and ridge reach the model")
    func options() throws {
        #expect(try blindscore("dataset --rows 50 --seed 1 --output patients.csv").status == 0)
        let models = try ["", " --ridge 1000", " --accuracy 1e-3"].map { option in
            #expect(
                try blindscore("train --data patients.csv --target relapse_risk --output m.json\(option)").status == 0)
            return try folder.read("m.json")
        }
        let coefficients = try models.map { try PlainModel($0).outputs[0].coefficients }
        #expect(coefficients[0] == coefficients[2])
        #expect(coefficients[0].map(\.magnitude).reduce(0, +) > coefficients[1].map(\.magnitude).reduce(0, +))
        #expect(models[2].contains("\"accuracy\": 0.001"))
    }

    @Test(
        "A table that determines no model is bad input",
        arguments: [
            ("x,y\n1,2\n1,3\n1,4\n", "x"), ("x,z,y\n1,2,3\n2,4,6\n3,6,8\n4,8,1\n", "z"), ("x,y\n1,2\n2,2\n3,2\n", "y"),
            ("x,y\n1,2\n", "rows"), ("y\n1\n2\n", "y"), ("x,y\n1,2\n2,nan\n", "line 3"),
        ])
    func undetermined(_ table: String, _ mention: String) throws {
        try folder.write(table, to: "t.csv")
        let run = try blindscore("train --data t.csv --target y --output model.json")
        #expect(run.isOneSentence(status: 65, naming: "t.csv"), "\(run.status) \(run.errors)")
        #expect(run.errors.contains(mention), "\(run.errors)")
        #expect(try folder.names == ["t.csv"])
    }

    @Test("A row outside a described range is named by line and column, not by value")
    func outsideDescribedRange() throws {
        try folder.write("x,y\n1,2\n777,3\n3,4\n", to: "t.csv")
        try folder.write(
            #"{"features": [{"name": "x", "unit": "", "minimum": 0, "maximum": 10}]}"#, to: "t.features.json")
        let run = try blindscore("train --data t.csv --target y --output model.json")
        #expect(run.isOneSentence(status: 65, naming: "line 3"), "\(run.errors)")
        #expect(!run.errors.contains("777"))
    }
}
