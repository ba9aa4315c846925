// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import ModelBuilding
import Tables
import Testing

@Suite("tables to learn from")
struct TrainingTableTests {
    private func read(
        _ text: String, _ features: [Feature]? = nil, _ adjust: (inout ColumnChoice) -> Void = { _ in }
    ) throws(CSVError) -> TrainingTable {
        var choice = ColumnChoice(target: "y")
        adjust(&choice)
        return try TrainingTable(
            CSVReader(Array(text.utf8)), choice,
            descriptions: features.map { FeatureDescriptions(features: $0, target: nil) })
    }

    private func refusal(
        _ text: String, _ features: [Feature]? = nil, _ adjust: (inout ColumnChoice) -> Void = { _ in }
    ) -> CSVError? {
        do throws(CSVError) {
            _ = try read(text, features, adjust)
            return nil
        } catch {
            return error
        }
    }

    // MARK: Which columns

    @Test("without descriptions every column beside the target is a feature")
    func all() throws {
        let table = try read("b,y,a\n1,2,3\n4,5,6\n")
        #expect(table.data.featureNames == ["b", "a"])
        #expect(table.data.targetName == "y" && table.data.outputName == "y")
        #expect(table.data.columns() == [[1, 4], [3, 6]])
        #expect(table.data.target() == [2, 5])
        #expect(table.data.weights() == nil)
        #expect(table.ignoredColumns == [] && !table.leftOutIndex && table.droppedRowCount == 0)
    }

    @Test("with descriptions the described columns are, in that order, the target left out")
    func described() throws {
        let features = ["a", "y", "b"].map { Feature(name: $0, minimum: 0, maximum: 10) }
        let table = try read("id,b,y,a\nx,1,200,3\nz,4,5,6\n", features)
        #expect(table.data.featureNames == ["a", "b"])
        #expect(table.data.columns() == [[3, 6], [1, 4]])
        #expect(table.data.target() == [200, 5], "the target has no range of its own")
        #expect(table.ignoredColumns == ["id"])
    }

    @Test("columns can be chosen in an order of one's own, and left out")
    func chosen() throws {
        let text = "id,b,y,a\np,1,2,3\nq,4,5,6\n"
        let chosen = try read(text) { $0.features = ["a", "b"] }
        #expect(chosen.data.featureNames == ["a", "b"])
        #expect(chosen.ignoredColumns == ["id"])
        let excluded = try read(text) { $0.excluded = ["id"] }
        #expect(excluded.data.featureNames == ["b", "a"])
        let both = try read(text) { ($0.features, $0.excluded) = (["a", "b"], ["b"]) }
        #expect(both.data.featureNames == ["a"])
        #expect(refusal(text) { $0.features = ["c"] }?.code == .missingColumn)
        let unknown = refusal(text) { $0.excluded = ["nobody"] }
        #expect(unknown?.code == .missingColumn && unknown?.column == "nobody")
    }

    @Test(
        "a name that a spreadsheet would run is refused, of the target as of a feature",
        arguments: ["=b", "-b", "+b", "@b"])
    func formula(_ name: String) throws {
        let feature = refusal("a,\(name),y\n1,2,3\n4,5,6\n")
        #expect(feature?.code == .invalidHeader && feature?.column == name && feature?.line == 1)
        #expect(feature?.description.contains("--exclude") == true)
        #expect(try read("a,\(name),y\n1,2,3\n4,5,6\n") { $0.excluded = [name] }.data.featureNames == ["a"])
        let target = refusal("a,\(name)\n1,2\n4,5\n") { $0.target = name }
        #expect(target?.code == .invalidHeader && target?.column == name && target?.line == 1)
        #expect(target?.description.contains("rename the column") == true)
        #expect(target?.description.contains("--exclude") == false)
    }

    @Test("a level that names the output is held to the same, others are not")
    func formulaLevel() throws {
        let text = "a,y\n1,+\n4,no\n"
        #expect(try read(text) { $0.family = .binomial }.data.outputName == "no")
        let error = refusal(text) { ($0.family, $0.positiveLevel) = (.binomial, "+") }
        #expect(error?.column == "y" && error?.description.contains("--positive") == true)
        #expect(try read("a,y\n-1,1\n+4,2\n").data.columns() == [[-1, 4]])
        #expect(try read("a,y\n-x,1\n+x,2\n").data.features[0].columnNames.count == 1)
    }

    @Test("the numbers of the rows are left out", arguments: ["", "\"\"", "Unnamed: 0"])
    func index(_ name: String) throws {
        let table = try read("\(name),age,y\n0,30,1\n1,41,2\n2,52,4\n")
        #expect(table.data.featureNames == ["age"])
        #expect(table.leftOutIndex && table.ignoredColumns == [])
        // Only in the first place, only unless asked for, and not where the features are described.
        let elsewhere = refusal("age,\(name),y\n0,30,1\n1,41,2\n")
        #expect(elsewhere?.code == (name == "Unnamed: 0" ? nil : .invalidHeader))
        let excluded = try? read("\(name),age,y\n0,30,1\n1,41,2\n") { $0.excluded = [name == "\"\"" ? "" : name] }
        #expect(excluded?.leftOutIndex == false && excluded?.data.featureNames == ["age"])
        let asked = try? read("Unnamed: 0,age,y\n0,30,1\n1,41,2\n") { $0.features = ["Unnamed: 0"] }
        #expect(asked?.data.featureNames == ["Unnamed: 0"])
    }

    @Test("weights are no feature, and a row of weight 0 takes no part")
    func weights() throws {
        let table = try read("a,w,y\n1,1,1\n2,0,5\n3,2.5,4\n") { $0.weights = "w" }
        #expect(table.data.featureNames == ["a"])
        #expect(table.data.columns() == [[1, 3]] && table.data.target() == [1, 4])
        #expect(table.data.weights() == [1, 2.5])
        let negative = refusal("a,w,y\n1,1,1\n2,-1,5\n") { $0.weights = "w" }
        #expect(negative?.code == .outOfRange && negative?.line == 3 && negative?.column == "w")
        #expect(refusal("a,w,y\n1,0,1\n2,0,5\n") { $0.weights = "w" }?.code == .noRows)
    }

    // MARK: Types of columns

    @Test("truth values are numbers, as pandas and R write them")
    func truthValues() throws {
        let table = try read("m,s,y\nTrue,TRUE,1\nFalse,false,2\ntrue,0,4\n")
        #expect(table.data.columns() == [[1, 0, 1], [1, 0, 0]])
    }

    @Test("texts are levels: the commonest first, then the others in the order of their bytes")
    func levels() throws {
        let table = try read("c,y\nred,1\nblue,2\n red ,3\ngreen,4\nRed,5\n")
        #expect(
            table.data.features.map(\.kind) == [.categorical(levels: ["red", "Red", "blue", "green"], ifMissing: nil)])
        #expect(table.data.columnNames == ["c = Red", "c = blue", "c = green"])
        #expect(table.data.columns() == [[0, 0, 0, 0, 1], [0, 1, 0, 0, 0], [0, 0, 0, 1, 0]])
        #expect(table.rareLevels == ["c = red", "c = Red", "c = blue", "c = green"])
        let tie = try read("c,y\nz,1\nb,2\nz,3\nb,4\na,1\n")
        #expect(tie.data.features.map(\.kind) == [.categorical(levels: ["b", "a", "z"], ifMissing: nil)])
        let five = try read("c,y\n" + (0..<14).map { "\($0 % 3 == 0 ? "p" : "q"),\($0)\n" }.joined())
        #expect(five.rareLevels == [])
        let four = try read("c,y\n" + (0..<12).map { "\($0 % 3 == 0 ? "p" : "q"),\($0)\n" }.joined())
        #expect(four.rareLevels == ["c = p"])
    }

    @Test("number codes are categories where asked for")
    func codes() throws {
        let table = try read("ward,y\n3,1\n1,2\n3,3\n02,4\n") { $0.categorical = ["ward"] }
        #expect(table.data.features.map(\.kind) == [.categorical(levels: ["3", "02", "1"], ifMissing: nil)])
        #expect(refusal("ward,y\n3,1\n1,2\n") { $0.categorical = ["clinic"] }?.column == "clinic")
        let described = refusal("a,y\n3,1\n1,2\n", [Feature(name: "a", minimum: 0, maximum: 4)]) {
            $0.categorical = ["a"]
        }
        #expect(described?.column == "a")
    }

    @Test("a column that mixes numbers and texts names the fewer ones")
    func mixed() {
        let few = refusal("a,y\n1,1\ntwo,2\n3,3\n4,4\nfive,5\n")
        #expect(few?.code == .notANumber && few?.column == "a" && few?.line == 3)
        #expect(few?.description.contains("lines 3, 6 ") == true)
        #expect(
            few?.description.contains("--categorical a") == true && few?.description.contains("--exclude a") == true)
        #expect(few?.description.contains("two") == false, "cells are never said")
        let numbers = refusal("a,y\nx,1\n2,2\ny,3\nz,4\n")
        #expect(numbers?.line == 3)
        let many = refusal("a,y\n" + (0..<40).map { "\($0 < 25 ? "7" : "x"),\($0)\n" }.joined())
        #expect(many?.description.contains("27, 28, 29, 30, 31, 32, 33, 34, 35, 36 and 5 more") == true)
        #expect((try? read("a,y\n1,1\ntwo,2\n3,3\n") { $0.categorical = ["a"] })?.data.columns().count == 2)
    }

    @Test("the number of levels")
    func levelCounts() throws {
        func table(_ count: Int) -> String { "c,y\n" + (0..<2 * count).map { "v\($0 % count),\($0)\n" }.joined() }
        #expect(try read(table(64)).data.columns().count == 63)
        let many = refusal(table(65))
        #expect(many?.code == .levelCount && many?.description.contains("--exclude c") == true)
        let one = refusal("c,y\nu,1\nu,2\n")
        #expect(one?.code == .levelCount && one?.column == "c")
    }

    @Test("described levels are those, in their order, and no others")
    func describedLevels() throws {
        let feature = Feature(name: "c", levels: ["b", "NA", "a"], ifMissing: 2)
        let table = try read("c,y\na,1\n,2\nNA,3\n", [feature])
        #expect(table.data.features.map(\.kind) == [.categorical(levels: ["b", "NA", "a"], ifMissing: 2)])
        #expect(table.data.columns() == [[0, 0, 1], [1, 1, 0]])
        let unknown = refusal("c,y\na,1\nA,2\n", [feature])
        #expect(unknown?.code == .unknownLevel && unknown?.line == 3)
    }

    // MARK: Missing cells

    static let gaps = "a,c,y\n1,p,1\nNA,q,2\n3,,3\n5,p,4\n7,p,n/a\n"

    @Test("missing cells are refused with what helps")
    func reject() {
        let error = refusal("a,c,y\n1,p,1\nNA,q,2\n3,,3\n")
        #expect(error?.code == .missingCell && error?.line == 3)
        #expect(
            error?.description.contains("--missing drop") == true
                && error?.description.contains("--missing mean") == true)
        #expect(error?.description.contains("line 4") == true)
    }

    @Test("rows with missing cells are dropped and counted")
    func drop() throws {
        let table = try read(Self.gaps) { ($0.missingCells, $0.excluded) = (.drop, ["c"]) }
        #expect(table.droppedRowCount == 2)
        #expect(table.data.columns() == [[1, 3, 5]] && table.data.target() == [1, 3, 4])
        // The level q has no row left, so that c has one level.
        #expect(refusal(Self.gaps) { $0.missingCells = .drop }?.code == .levelCount)
    }

    @Test("means and commonest levels stand for missing cells, in the model as well")
    func fill() throws {
        let text = "a,c,y\n1,p,1\nNA,q,2\n3,,3\n5,p,4\n"
        let table = try read(text) { $0.missingCells = .mean }
        #expect(table.data.columns() == [[1, 3, 3, 5], [0, 1, 0, 0]])
        #expect(
            table.data.features.map(\.kind) == [
                .numeric(ifMissing: 3), .categorical(levels: ["p", "q"], ifMissing: 0),
            ])
        #expect(table.droppedRowCount == 0)
        // Targets and weights are never made up.
        let target = refusal(Self.gaps) { $0.missingCells = .mean }
        #expect(target?.code == .missingCell && target?.line == 6 && target?.column == "y")
        let weight = refusal("a,w,y\n1,1,1\n2,,2\n") { ($0.missingCells, $0.weights) = (.mean, "w") }
        #expect(weight?.column == "w")
        let emptied = try read("a,w,y\n1,1,1\n2,,2\n4,1,2\n") { ($0.missingCells, $0.weights) = (.drop, "w") }
        #expect(emptied.droppedRowCount == 1 && emptied.data.weights() == [1, 1])
    }

    @Test("a described stand-in is used without being asked for")
    func describedStandIn() throws {
        let table = try read("a,y\n1,1\n,2\n", [Feature(name: "a", minimum: 0, maximum: 9, ifMissing: 4)])
        #expect(table.data.columns() == [[1, 4]])
        #expect(table.data.features.map(\.kind) == [.numeric(ifMissing: 4)])
    }

    @Test("a column without any value")
    func empty() {
        let error = refusal("a,b,y\n1,,1\n2,NA,2\n") { $0.missingCells = .mean }
        #expect(error?.code == .missingCell && error?.column == "b")
        #expect(refusal("a,b,y\n1,,1\n2,NA,2\n") { $0.missingCells = .drop }?.code == .noRows)
    }

    // MARK: Targets

    static let targets: [(String, String?, [Double], String?)] = [
        ("0 1 1 0", nil, [0, 1, 1, 0], nil), ("False True True False", nil, [0, 1, 1, 0], nil),
        ("no yes yes no", nil, [0, 1, 1, 0], "yes"), ("yes no no yes", nil, [1, 0, 0, 1], "yes"),
        ("no yes yes no", "no", [1, 0, 0, 1], "no"), ("0 1 1.0 0.0", nil, [0, 1, 1, 0], nil),
        ("1 0 0 1", "0", [0, 1, 1, 0], "0"),
        ("2 1 1 2", nil, [1, 0, 0, 1], "2"), ("b B B b", nil, [1, 0, 0, 1], "b"), ("0 1 1 0", "1", [0, 1, 1, 0], nil),
        ("TRUE 0 0 TRUE", nil, [1, 0, 0, 1], nil),
    ]

    @Test("binomial targets", arguments: targets)
    func binomial(_ cells: String, _ positive: String?, _ expected: [Double], _ level: String?) throws {
        let text = "a,y\n" + cells.split(separator: " ").enumerated().map { "\($0),\($1)\n" }.joined()
        let table = try read(text) { ($0.family, $0.positiveLevel) = (.binomial, positive) }
        #expect(table.data.target() == expected)
        #expect(table.data.positiveLevel == level)
        #expect(table.data.outputName == level ?? "y")
    }

    @Test("targets that are none")
    func badTargets() {
        for (cells, code) in [
            ("a b c a", CSVError.Code.levelCount), ("1 1 1 1", .levelCount), ("0 1 2 0", .levelCount),
        ] {
            let text = "a,y\n" + cells.split(separator: " ").enumerated().map { "\($0),\($1)\n" }.joined()
            #expect(refusal(text) { $0.family = .binomial }?.code == code)
        }
        #expect(refusal("a,y\n1,u\n2,v\n") { ($0.family, $0.positiveLevel) = (.binomial, "w") }?.code == .unknownLevel)
        let negative = refusal("a,y\n1,2\n2,-3\n3,-1\n") { $0.family = .poisson }
        #expect(negative?.code == .outOfRange && negative?.line == 3 && negative?.description.contains("-3") == false)
        #expect(refusal("a,y\n1,2\n2,0\n") { $0.family = .gamma }?.line == 3)
        #expect(refusal("a,y\n1,2\n2,red\n")?.code == .notANumber)
    }

    // MARK: Refusals as before

    static let refused: [(String, CSVError.Code, Int?, String?)] = [
        ("", .noHeader, nil, nil),
        ("a,b,y\n", .noRows, nil, nil),
        ("a,b\n1,2\n", .missingColumn, nil, "y"),
        ("a,y\n1,2\n", .missingColumn, nil, "b"),
        ("a,b,y,b\n1,2,3,4\n", .doubledColumn, nil, "b"),
        ("a,b,y\n1,2,inf\n", .notFinite, 2, "y"),
        ("a,b,y\n1,2,3\n10,10,3\n1,10.5,3\n", .outOfRange, 4, "b"),
        ("a,b,y\n-0.1,2,3\n", .outOfRange, 2, "a"),
        ("a,b,y\n1,2,1e151\n", .outOfRange, 2, "y"),
    ]

    @Test("refuses with line and column", arguments: refused)
    func refuses(_ text: String, _ code: CSVError.Code, _ line: Int?, _ column: String?) {
        let error = refusal(text, ["a", "b"].map { Feature(name: $0, minimum: 0, maximum: 10) })
        #expect(error?.code == code)
        #expect(error?.line == line)
        #expect(error?.column == column)
        #expect(error?.description.contains("10.5") == false)
    }

    @Test("without descriptions every column needs a name, and there has to be one beside the target")
    func undescribed() {
        #expect(refusal("b,,y\n1,2,3\n")?.code == .invalidHeader)
        #expect(refusal("a,y,\n1,2,3\n")?.code == .invalidHeader)
        #expect(refusal("y\n1\n")?.code == .missingColumn)
        #expect(refusal("a,a,y\n1,2,3\n")?.code == .doubledColumn)
        #expect(refusal("a,y\n1e200,3\n")?.code == .outOfRange)
    }
}
