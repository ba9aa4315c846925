// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import ModelBuilding
import ScoringPipelines
import Testing

@Suite("training data from CSV")
struct TrainingDataCSVTests {
    private func read(
        _ text: String, target: String = "y", _ features: [Feature]? = nil
    ) throws(CSVError) -> (data: TrainingData, ignoredColumns: [String]) {
        try TrainingData.read(
            CSVReader(Array(text.utf8)), target: target,
            descriptions: features.map { FeatureDescriptions(features: $0, target: nil) })
    }

    @Test("without descriptions every column beside the target is a feature")
    func all() throws {
        let (data, ignored) = try read("b,y,a\n1,2,3\n4,5,6\n")
        #expect(data.featureNames == ["b", "a"])
        #expect(data.targetName == "y")
        #expect(data.columns == [[1, 4], [3, 6]])
        #expect(data.target == [2, 5])
        #expect(ignored == [])
    }

    @Test("with descriptions the described columns are, in that order, the target left out")
    func described() throws {
        let features = ["a", "y", "b"].map { Feature(name: $0, minimum: 0, maximum: 10) }
        let (data, ignored) = try read("id,b,y,a\nx,1,200,3\nz,4,5,6\n", features)
        #expect(data.featureNames == ["a", "b"])
        #expect(data.columns == [[3, 6], [1, 4]])
        #expect(data.target == [200, 5], "the target has no range of its own")
        #expect(ignored == ["id"])
    }

    static let refused: [(String, CSVError.Code, Int?, String?)] = [
        ("", .noHeader, nil, nil),
        ("a,b,y\n", .noRows, nil, nil),
        ("a,b\n1,2\n", .missingColumn, nil, "y"),
        ("a,y\n1,2\n", .missingColumn, nil, "b"),
        ("a,b,y,b\n1,2,3,4\n", .doubledColumn, nil, "b"),
        ("a,b,y\n1,2,nan\n", .notFinite, 2, "y"),
        ("a,b,y\n1,2,3\n10,10,3\n1,10.5,3\n", .outOfRange, 4, "b"),
        ("a,b,y\n-0.1,2,3\n", .outOfRange, 2, "a"),
        ("a,b,y\n1,2,1e151\n", .outOfRange, 2, "y"),
    ]

    @Test("refuses with line and column", arguments: refused)
    func refuses(_ text: String, _ code: CSVError.Code, _ line: Int?, _ column: String?) {
        let error = #expect(throws: CSVError.self) {
            try read(text, ["a", "b"].map { Feature(name: $0, minimum: 0, maximum: 10) })
        }
        #expect(error?.code == code)
        #expect(error?.line == line)
        #expect(error?.column == column)
        #expect(error?.description.contains("10.5") == false)
    }

    @Test("without descriptions every column needs a name, and there has to be one beside the target")
    func undescribed() {
        #expect(#expect(throws: CSVError.self) { try read(",a,y\n1,2,3\n") }?.code == .invalidHeader)
        #expect(#expect(throws: CSVError.self) { try read("y\n1\n") }?.code == .missingColumn)
        #expect(#expect(throws: CSVError.self) { try read("a,a,y\n1,2,3\n") }?.code == .doubledColumn)
        #expect(#expect(throws: CSVError.self) { try read("a,y\n1e200,3\n") }?.code == .outOfRange)
    }
}
