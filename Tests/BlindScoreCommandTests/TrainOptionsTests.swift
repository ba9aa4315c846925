// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("Options of train")
struct TrainOptionsTests {
    let folder: Workspace

    init() throws { folder = try Workspace() }

    private func train(_ options: String, _ table: String? = nil) throws -> CommandRun {
        if let table { try folder.write(table, to: "t.csv") }
        return try .blindscore(
            ["train", "--data", "t.csv", "--target", "y", "--output", "model.json"]
                + options.split(separator: " ").map(String.init), in: folder)
    }

    private func model() throws -> [String: Any] {
        let object = try JSONSerialization.jsonObject(with: Data(folder.read("model.json").utf8))
        return try #require(object as? [String: Any])
    }

    private func features() throws -> [[String: Any]] { try #require(try model()["features"] as? [[String: Any]]) }

    private func output() throws -> [String: Any] {
        try #require((try model()["outputs"] as? [[String: Any]])?.first)
    }

    /// A table of 40 rows: a number, a text, a code, weights, and targets of every family.
    static let table: String = {
        var lines = ["id,age,ward,code,w,y,count,amount,fate"]
        for row in 0..<40 {
            let age = 20 + (row * 37) % 50
            let ward = ["north", "south", "east"][(row * 7) % 11 % 3]
            let noise = Double((row * 29) % 17) / 17
            let cells = [
                "p\(row)", "\(age)", ward, "\(1 + row % 3)", "\(1 + row % 2)", "\(Double(age) / 10 + noise)",
                "\((row * 13) % 7)",
                "\(1.5 + noise)", (row * 11) % 5 < 2 ? "dead" : "alive",
            ]
            lines.append(cells.joined(separator: ","))
        }
        return lines.joined(separator: "\n") + "\n"
    }()

    @Test("Columns are chosen, excluded, and made categories; an identifier that is one is named")
    func columns() throws {
        let many = try train("--exclude count", "id,x,y\n" + (0..<70).map { "a\($0),\($0),\($0 * $0)\n" }.joined())
        #expect(many.isOneSentence(status: 65, naming: "count"))
        let levels = try train("", "id,x,y\n" + (0..<70).map { "a\($0),\($0),\($0 * $0)\n" }.joined())
        #expect(levels.isOneSentence(status: 65, naming: "--exclude id"), "\(levels.errors)")
        let spaced = try train("", "Patient Nr,x,y\n" + (0..<70).map { "a\($0),\($0),\($0 * $0)\n" }.joined())
        #expect(spaced.isOneSentence(status: 65, naming: "--exclude \"Patient Nr\""), "\(spaced.errors)")
        let dollar = try train("", "a$'b,x,y\n" + (0..<70).map { "a\($0),\($0),\($0 * $0)\n" }.joined())
        #expect(dollar.isOneSentence(status: 65, naming: #"--exclude 'a$'\''b'"#), "\(dollar.errors)")
        // What has to be mended first does not hide what has to go.
        let both = try train("", "id,x,y\n" + (0..<70).map { "a\($0),\($0 == 3 ? "" : "1"),\($0 * $0)\n" }.joined())
        #expect(both.isOneSentence(status: 65, naming: "line 5, column “x”: the cell is missing"), "\(both.errors)")
        #expect(both.errors.contains("; column “id”: ") && both.errors.contains("--exclude id"))
        let run = try train("--columns ward,age,code --categorical code", Self.table)
        #expect(run.status == 0, "\(run.errors)")
        #expect(try features().compactMap { $0["name"] as? String } == ["ward", "age", "code"])
        #expect(try (features()[0]["levels"] as? [String])?.count == 3)
        #expect(try features()[2]["levels"] as? [String] == ["1", "2", "3"])
        let coefficients = try #require(try output()["coefficients"] as? [Any])
        #expect((coefficients[0] as? [Double])?.first == 0 && (coefficients[0] as? [Double])?.count == 3)
        #expect(run.output.contains("3 features in 5 columns"))
        #expect(run.output.contains("the commonest first"))
    }

    @Test("Families have their links, say that they converged, and are judged by their measures")
    func families() throws {
        let names = "--columns age,ward"
        #expect(try train(names, Self.table).output.contains("RMSE"))
        for (family, target, link, measure) in [
            ("binomial", "fate", "logistic", "AUC"), ("poisson", "count", "exp", "mean deviance"),
            ("gamma", "amount", "exp", "mean deviance"),
        ] {
            let run = try CommandRun.blindscore(
                ["train", "--data", "t.csv", "--target", target, "--output", "model.json", "--family", family]
                    + names.split(separator: " ").map(String.init), in: folder)
            #expect(run.status == 0, "\(run.errors)")
            #expect(try output()["link"] as? String == link)
            #expect(run.output.contains("converged after") && run.output.contains(measure))
            #expect(run.output.contains("before the link"))
            #expect(try output()["name"] as? String == (family == "binomial" ? "dead" : target))
            if family == "binomial" { #expect(run.output.contains("“dead”")) }
        }
        let positive = try CommandRun.blindscore(
            ["train", "--data", "t.csv", "--target", "fate", "--output", "model.json", "--family", "binomial"]
                + ["--positive", "alive", "--columns", "age"], in: folder)
        #expect(positive.status == 0 && positive.output.contains("“alive”"))
        #expect(try output()["name"] as? String == "alive")
    }

    @Test("A model has the name and the version that it is given")
    func name() throws {
        #expect(try train("", "x,y\n1,2\n2,3\n3,7\n").status == 0)
        #expect(try model()["name"] as? String == "y" && model()["version"] as? Int == 1)
        #expect(try train("--name risk --model-version 7").status == 0)
        #expect(try model()["name"] as? String == "risk" && model()["version"] as? Int == 7)
        #expect(try output()["name"] as? String == "y")
    }

    @Test("Separation is an error with advice, and the advice helps")
    func separation() throws {
        let table = "x,y\n1,0\n2,0\n3,0\n4,1\n5,1\n6,1\n"
        let run = try train("--family binomial", table)
        #expect(run.isOneSentence(status: 65, naming: "separation"), "\(run.errors)")
        #expect(run.errors.contains("--ridge"))
        #expect(try train("--family binomial --ridge 1").status == 0)
        #expect(try train("--family poisson", "x,y\n1,-1\n2,3\n").isOneSentence(status: 65, naming: "line 2"))
    }

    @Test("Weights count rows and are no feature; without an intercept there is none")
    func weights() throws {
        #expect(try train("--weights w", "x,w,y\n1,1,2\n2,2,3\n3,1,7\n4,0,100\n").status == 0)
        #expect(try features().count == 1)
        let weighted = try output()["intercept"] as? Double
        #expect(try train("", "x,y\n1,2\n2,3\n2,3\n3,7\n").status == 0)
        let repeated = try output()["intercept"] as? Double
        #expect(abs(try #require(weighted) - #require(repeated)) < 1e-12)
        #expect(try train("--no-intercept").status == 0)
        #expect(try output()["intercept"] as? Double == 0)
        #expect(try train("--weights w", "x,w,y\n1,1,2\n2,-2,3\n").isOneSentence(status: 65, naming: "line 3"))
    }

    @Test("Missing cells: refused with advice, dropped and counted, or filled and written")
    func missing() throws {
        let table = "x,c,y\n1,a,1\n,a,2\n3,b,3.5\n4,NA,4\n6,b,5.5\n5,a,5\n"
        let refused = try train("", table)
        #expect(refused.isOneSentence(status: 65, naming: "--missing"), "\(refused.errors)")
        #expect(refused.errors.contains("line 3") && refused.errors.contains("line 5"))
        let dropped = try train("--missing drop")
        #expect(dropped.status == 0 && dropped.errors.contains("2 rows"))
        #expect(dropped.output.contains("fitted to 4 rows"))
        let filled = try train("--missing mean")
        #expect(filled.status == 0 && filled.output.contains("fitted to 6 rows"))
        #expect(filled.output.contains("missing values"))
        #expect(try features()[0]["ifMissing"] as? Double == 3.8)
        #expect(try features()[1]["ifMissing"] as? String == "a")
        #expect(try train("--missing mean", "x,y\n1,2\n2,\n3,4\n").isOneSentence(status: 65, naming: "--missing drop"))
    }

    @Test("The separator and the decimal mark")
    func dialect() throws {
        #expect(try train("--decimal ,", "x;y\n1,5;2\n2,5;4\n3,5;7\n").status == 0)
        #expect(try features()[0]["minimum"] as? Double == 1.5)
        #expect(try train("--delimiter |", "x|y\n1.5|2\n2.5|4\n3.5|7\n").status == 0)
        #expect(try train("", "x;y\n1,5;2\n2,5;4\n").isOneSentence(status: 65, naming: "--decimal ','"))
    }

    @Test("The summary has every coefficient with its interval")
    func summary() throws {
        // statsmodels 0.15: OLS(y, add_constant(x)).fit(), params, bse, tvalues, pvalues, conf_int().
        let run = try train("--summary", "x,y\n1,2.1\n2,3.9\n3,6.2\n4,7.8\n5,10.1\n")
        #expect(run.status == 0)
        let lines = run.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        let intercept = try #require(lines.first { $0.first == "(intercept)" })
        let slope = try #require(lines.first { $0.first == "x" })
        func close(_ cells: ArraySlice<String>, _ expected: [Double]) -> Bool {
            zip(cells.map { Double($0) ?? .nan }, expected).allSatisfy { abs($0 - $1) <= 1e-3 * abs($1) }
        }
        #expect(close(intercept.dropFirst(), Self.interceptRow), "\(intercept)")
        #expect(close(slope.dropFirst(), Self.slopeRow), "\(slope)")
        #expect(run.output.contains("3 degrees of freedom"))
        let logistic = try CommandRun.blindscore(
            [
                "train", "--data", "t2.csv", "--target", "count", "--output", "model.json", "--family", "poisson",
                "--summary",
            ]
                + ["--columns", "age,ward"],
            in: {
                try folder.write(Self.table, to: "t2.csv")
                return folder
            }())
        #expect(logistic.output.contains("ward = ") && logistic.output.contains("normal distribution"))
    }

    // Estimate, standard error, t, probability, interval.
    static let interceptRow = [0.05, 0.19807406, 0.25243083, 0.817015178, -0.58036006, 0.68036006]
    static let slopeRow = [1.99, 0.05972158, 33.32129066, 5.94153911e-05, 1.79993929, 2.18006071]

    @Test(
        "Wrong usage",
        arguments: [
            "--summary --ridge 1", "--positive a", "--weights y", "--columns a,b,a", "--family normal",
            "--missing guess", "--model-version 0", "--model-version 1.5", "--name= ",
            "--delimiter ab",
        ])
    func usage(_ options: String) throws {
        try folder.write("x,y\n1,2\n2,3\n", to: "t.csv")
        #expect(try train(options).isOneSentence(status: 64))
        #expect(try folder.names == ["t.csv"])
    }

    @Test("Effects that cancel: the range of the rows, a headroom, and answers that are right")
    func cancelling() throws {
        let rows = (0..<60).map { row -> String in
            let celsius = Double((row * 37) % 61) / 2
            return
                "\(celsius),\(celsius * 1.8 + 32 + Double((row * 7) % 5) / 1000),\(3 * celsius + Double((row * 11) % 13) / 13)"
        }
        let run = try train("", "c,f,y\n" + rows.joined(separator: "\n") + "\n")
        #expect(run.status == 0, "\(run.errors)")
        #expect(try (model()["headroom"] as? Int ?? 0) > 0)
        #expect(try output()["minimum"] is Double)
        #expect(run.output.contains("a headroom of") && run.output.contains("extremes of the fitted values"))
    }

    @Test("An error that shows is told with what helps; one that hides the model writes nothing")
    func accuracy() throws {
        let table = "x,y\n" + (0..<30).map { "\($0),\(Double($0) + Double(($0 * 7) % 5) / 5)\n" }.joined()
        let coarse = try train("--accuracy 0.05", table)
        #expect(coarse.status == 0 && coarse.errors.contains("--accuracy 0.00"), "\(coarse.errors)")
        #expect(coarse.output.contains("off by at most"))
        try folder.remove("model.json")
        let useless = try train("--accuracy 0.5", table)
        #expect(useless.isOneSentence(status: 65, naming: "--accuracy"), "\(useless.errors)")
        #expect(try folder.names == ["t.csv"])
    }

    @Test("The first column without a name is left out, with a note, once", arguments: ["", "Unnamed: 0"])
    func index(_ name: String) throws {
        let run = try train("", "\(name),age,y\n0,30,10\n1,41,13.2\n2,52,11\n3,63,19\n")
        #expect(run.status == 0)
        #expect(run.errors.components(separatedBy: "left out").count == 2)
        #expect(try features().compactMap { $0["name"] as? String } == ["age"])
    }
}
