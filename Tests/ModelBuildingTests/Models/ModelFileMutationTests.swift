// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import ModelBuilding
import Tables
import TestSupport
import Testing
import WireFormats

@Suite("Models, descriptions and data against damage")
struct ModelFileMutationTests {
    private static let models = [
        """
        {"name": "m \\"1\\"", "version": 3, "accuracy": 1e-4,
         "features": [{"name": "phq9", "unit": "points", "minimum": 0, "maximum": 27},
                      {"name": "x", "unit": "µ", "minimum": -1e-3, "maximum": 1e300}],
         "outputs": [{"name": "y", "unit": "%", "link": "identity", "minimum": -20, "maximum": 1e301,
                      "intercept": 1.5, "coefficients": [0.8, 1]},
                     {"name": "p", "unit": "", "link": "logistic", "intercept": -1, "coefficients": [5e-324, 0]}]}
        """,
        """
        {"name": "s", "version": 1, "features": [{"name": "a", "unit": "", "minimum": 0, "maximum": 1}],
         "outputs": [{"name": "o", "unit": "", "link": "softmax", "intercept": 0, "coefficients": [2]},
                     {"name": "q", "unit": "", "link": "softmax", "intercept": 0, "coefficients": [-2.5e2]}]}
        """,
        """
        {"name": "h", "version": 1, "accuracy": 1e-2, "headroom": 5,
         "features": [{"name": "a", "unit": "", "minimum": -1, "maximum": 1, "ifMissing": 0.5},
                      {"name": "c", "unit": "", "levels": ["no", "NA", "ö"], "ifMissing": "NA"}],
         "outputs": [{"name": "o", "unit": "", "link": "identity", "minimum": -1, "maximum": 1, "intercept": 0,
                      "coefficients": [20, [0, -3, 2.5]]}]}
        """,
    ].map { Array($0.utf8) }

    @Test("reads or refuses mutations of a model, and what it reads survives writing and reading")
    func models() throws {
        let tally = try MutationTally(of: Mutator(Self.models, .json), code: \WireFormatError.code) {
            (bytes, _) throws(WireFormatError) in
            try ModelFile(JSONDocument(bytes)).jsonText()
        } check: { text in
            let again = try ModelFile(JSONDocument(text)).jsonText()
            #expect(again == text)
        }
        #expect(tally.isVaried(reasons: 8), "\(tally)")
    }

    @Test("reads or refuses mutations of descriptions, and what it reads survives writing and reading")
    func descriptions() throws {
        let described = FeatureDescriptions.relapseRisk
        let files = [described, FeatureDescriptions(features: Array(described.features.prefix(2)), target: nil)]
        let tally = try MutationTally(of: Mutator(files.map { $0.jsonText() }, .json), code: \WireFormatError.code) {
            (bytes, _) throws(WireFormatError) in
            try FeatureDescriptions(JSONDocument(bytes))
        } check: { read in
            let again = try FeatureDescriptions(JSONDocument(read.jsonText()))
            #expect(again == read)
        }
        #expect(tally.isVaried(reasons: 6), "\(tally)")
    }

    @Test("reads or refuses mutations of training data")
    func data() throws {
        let descriptions = FeatureDescriptions(
            features: ["a", "b"].map { Feature(name: $0, unit: "", minimum: -9, maximum: 9) }, target: nil)
        let files = [
            "y,a,b\n1,2,3\n-4e2,0.5,-6\n", "b,extra,a,y\r\n1,x,2,3\r\n", ",a;b,c\n0,1,red\n1,NA,blue\n2,,red\n",
        ].map {
            Array($0.utf8)
        }
        let tally = try MutationTally(of: Mutator(files, .csv), code: \CSVError.code) {
            (bytes, number) throws(CSVError) in
            var choice = ColumnChoice(target: number % 3 == 0 ? "c" : "y")
            choice.family = number % 3 == 0 ? .binomial : .gaussian
            choice.missingCells = ColumnChoice.MissingCells.allCases[number / 3 % 3]
            return try TrainingTable(CSVReader(bytes), choice, descriptions: number % 2 == 0 ? descriptions : nil).data
        } check: { data in
            #expect(data.rowCount > 0)
        }
        #expect(tally.isVaried(reasons: 8), "\(tally)")
    }
}
