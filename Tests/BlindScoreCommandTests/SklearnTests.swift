// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Models fitted by scikit-learn, exported by `Examples/export_sklearn.py`, evaluated on ciphertexts.
@Suite("Models of scikit-learn")
struct SklearnTests {
    @Test("Every kind of exported model predicts on ciphertexts what scikit-learn predicts")
    func predictions() throws {
        let folder = try Workspace()
        _ = try CommandRun.python("Examples/test_export_sklearn.py", [folder.url.path], in: folder)
        try folder.write(Scenario.key.privateKey, to: "key.json")
        let cases = try folder.names.compactMap { $0.hasSuffix(".model.json") ? String($0.dropLast(11)) : nil }
        #expect(cases.count >= 10)
        for name in cases {
            let expected = try Table(folder.read("\(name).expected.csv"))
            let contract = try CommandRun.blindscore(
                ["contract", "--model", "\(name).model.json", "--output", "contract.json"], in: folder)
            #expect(contract.status == 0, "\(name): \(contract.errors)")
            let outputs = try PlainContract(folder.read("contract.json")).outputs
            try checkHeadroom(of: name, in: folder)
            for row in [1, expected.rows.count] {
                let run = try CommandRun.shell(
                    """
                    blindscore encrypt --key key.json --contract contract.json --input \(name).rows.csv --row \(row) \\
                        --format phe --output data.json &&
                    blindscore score --model \(name).model.json --input data.json --output answer.json &&
                    blindscore decrypt --key key.json --contract contract.json --input answer.json
                    """, in: folder)
                #expect(run.status == 0, "\(name), row \(row): \(run.errors)")
                let values = try #require(Table(run.output).rows.first).map { Double($0) ?? .nan }
                let wanted = expected.rows[row - 1].map { Double($0) ?? .nan }
                #expect(values.count == wanted.count)
                for ((value, right), output) in zip(zip(values, wanted), outputs) {
                    // A link other than the identity stretches an error of the predictor at most by its steepest slope in the range.
                    let slope = output.link == "identity" ? 1 : output.link == "exp" ? exp(output.maximum) : 1
                    let allowed = 1e-9 * output.width * slope
                    #expect(abs(value - right) <= allowed, "\(name), row \(row): \(value), not \(right)")
                }
            }
        }
    }

    @Test("Models with headroom predict natively within the errors that are written beside the predictions")
    func native() throws {
        let folder = try Workspace()
        _ = try CommandRun.python("Examples/test_export_sklearn.py", [folder.url.path], in: folder)
        try folder.write(Scenario.key.privateKey, to: "key.json")
        let names = try folder.names.filter { $0.hasPrefix("rows_") && $0.hasSuffix(".model.json") }
        #expect(names.count >= 8)
        for name in names.map({ $0.dropLast(11) }) {
            // A hundred rows: two or three ciphertexts of each column.
            let rows = try folder.read("\(name).rows.csv").split(whereSeparator: \.isNewline).prefix(101)
            try folder.write(rows.joined(separator: "\n") + "\n", to: "rows.csv")
            let run = try CommandRun.shell(
                """
                blindscore contract --model \(name).model.json --output contract.json &&
                blindscore encrypt --key key.json --contract contract.json --input rows.csv --output data.bin &&
                blindscore score --model \(name).model.json --input data.bin --output answer.bin &&
                blindscore decrypt --key key.json --contract contract.json --input answer.bin --digits full --with-error
                """, in: folder)
            #expect(run.status == 0, "\(name): \(run.errors)")
            let (table, expected) = (Table(run.output), try Table(folder.read("\(name).expected.csv")))
            let count = expected.header.count
            #expect(table.header.count == 2 * count && table.rows.count == rows.count - 1, "\(name)")
            for output in expected.header {
                let column = try #require(expected.header.firstIndex(of: output))
                let found = try table.columns([output, output + "_error"])
                let wanted = expected.rows.compactMap { Double($0[column]) }
                let spread = (wanted.max() ?? 0) - (wanted.min() ?? 0)
                for (cells, right) in zip(found, wanted) {
                    let (value, error) = (Double(cells[0]) ?? .nan, Double(cells[1]) ?? .nan)
                    #expect(abs(value - right) <= error + 1e-9 * spread, "\(name), \(output): \(value), not \(right)")
                    #expect(error <= 1e-3 * spread, "\(name), \(output): \(error) of \(spread)")
                }
            }
        }
    }

    /// Whether the exported headroom is the least that the model needs.
    private func checkHeadroom(of name: String, in folder: Workspace) throws {
        let text = try folder.read("\(name).model.json")
        let headroom = try #require(text.firstMatch(of: #/"headroom": (\d+)/#).flatMap { Int($0.1) })
        guard headroom > 0 else { return }
        try folder.write(
            text.replacing("\"headroom\": \(headroom)", with: "\"headroom\": \(headroom - 1)"), to: "less.json")
        let refused = try CommandRun.blindscore(["contract", "--model", "less.json", "--output", "x.json"], in: folder)
        #expect(
            refused.isOneSentence(status: 65, naming: "a headroom of \(headroom) holds"), "\(name): \(refused.errors)")
        try folder.remove("less.json")
    }
}
