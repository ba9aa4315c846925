// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Foundation
import ScoringPipelines
import Testing

@Suite("Predictions as CSV")
struct PredictionWriterTests {
    private func contract(_ outputs: [String], link: Link = .identity) throws -> Contract {
        try Contract(
            name: "m", version: 1, features: [Feature(name: "x", minimum: 0, maximum: 1)],
            outputs: outputs.map { Output(name: $0, link: link, minimum: -1, maximum: 1) })
    }

    private func text(
        _ rows: [[Double]], errors: [Double], link: Link = .identity, digits: PredictionWriter.Digits = .proved,
        withErrors: Bool = false
    ) throws -> String {
        let contract = try contract(["y", "z"].prefix(errors.count).map { $0 }, link: link)
        var writer = try PredictionWriter(contract, digits: digits, withErrors: withErrors)
        for row in rows { writer.write(contract.predictions(row, maximumErrors: errors)) }
        return String(decoding: writer.drain(), as: UTF8.self)
    }

    @Test("Numbers have a decimal beyond the error's first digit, zero no sign")
    func decimals() throws {
        #expect(
            try text([[1.23456789, 12.5], [-0.000001, -0.4]], errors: [0.0003, 20]) == "y,z\n1.23457,12\n0.00000,0\n")
    }

    @Test("All digits read back, and zero has no sign there either")
    func full() throws {
        let rows = [[0.1 + 0.2, -0.0], [1e22, -1e-7]]
        #expect(try text(rows, errors: [1, 1], digits: .full) == "y,z\n0.30000000000000004,0\n1e+22,-1e-07\n")
    }

    @Test("The error of a number is that of what is written, rounded up to two digits, behind all predictions")
    func errors() throws {
        // 0.0003 and half of 0.00001; 20 and a half; 0.25 and half of 0.01.
        #expect(
            try text([[1, 2]], errors: [0.0003, 20], withErrors: true) == "y,z,y_error,z_error\n1.00000,2,0.00031,21\n")
        #expect(try text([[1]], errors: [0.25], withErrors: true) == "y,y_error\n1.00,0.26\n")
        #expect(try text([[1]], errors: [0.25], digits: .full, withErrors: true) == "y,y_error\n1,0.26\n")
        #expect(try text([[1]], errors: [0.2], digits: .full, withErrors: true) == "y,y_error\n1,0.21\n")
    }

    @Test("After a link each row has decimals of its own; beyond doubles there is no number")
    func links() throws {
        let found = try text([[0], [-9], [800]], errors: [1e-4], link: .exp, withErrors: true)
        #expect(found == "y,y_error\n1.00000,0.00011\n0.000123410,1.3e-08\ninf,inf\n")
    }

    @Test("An output that is called like the errors of another is refused")
    func taken() throws {
        let names = ["y", "y_error"]
        #expect(throws: ErrorColumnTaken.self) { try PredictionWriter(contract(names), withErrors: true) }
        var writer = try PredictionWriter(contract(names))
        #expect(writer.drain() == Array("y,y_error\n".utf8))
    }

    @Test("errors say as their localised description what they say")
    func localised() throws {
        let taken = try Contract(
            name: "test", version: 1, features: [Feature(name: "x", minimum: 0, maximum: 1)],
            outputs: ["y", "y_error"].map { Output(name: $0, minimum: 0, maximum: 1) })
        let error = #expect(throws: ErrorColumnTaken.self) { try PredictionWriter(taken, withErrors: true) }
        #expect(error?.localizedDescription == "the column of the errors of “y” would be called like another output")
        #expect(TooLongForJSON.rows.localizedDescription == "JSON holds at most 1000 rows")
    }
}
