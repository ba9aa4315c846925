// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Tables
import TestSupport
import Testing

@Suite("CSV against damaged files")
struct CSVMutationTests {
    @Test("reads or refuses mutations, alike in one piece and in many, and what it reads survives writing and reading")
    func texts() throws {
        let mutator = Mutator(
            try CSVVectors.load().tables.filter { $0.separator == "," }.prefix(40).map { Array($0.text.utf8) }, .csv)
        let tally = try MutationTally(of: mutator, code: \CSVError.code) { (bytes, number) throws(CSVError) in
            let whole = outcome(CSVReader(bytes))
            #expect(whole == outcome(reader(bytes, pieces: [1 + number % 7, 1])), "\(number)")
            return try whole.get()
        } check: { rows in
            // What begins with NUL would be taken for UTF-16, and what is not UTF-8 was replaced above.
            guard rows.allSatisfy({ $0.allSatisfy { !$0.utf8.contains(0) } }) else { return }
            var writer = CSVWriter()
            for row in rows { writer.writeRow(row) }
            let again = try outcome(CSVReader(writer.drain())).get()
            #expect(again == rows)
        }
        #expect(tally.isVaried(reasons: 3), "\(tally)")
    }

    @Test("reads or refuses mutations of tables of numbers, in chunks of any size")
    func tables() throws {
        let files = [
            "a,b,c\n1,2.5,-3e-7\n0.1,+4,5\n6,7,8\n", "\u{FEFF}id,\"b\",\"a\"\r\n\"x,y\",\"1\",2\r\n\"\"\"\",3,4\r\n",
            "b,a\n123456789012345678901234567890,1e308\n", "sep=;\r\nb;a;\r\n 1;\"2\" ;\r\n;;\r\nTrue;NA;\r\n",
            "x\ta\tb\n\t1\t-2\n\t\t3\n",
        ]
        let columns = [CSVColumn("a", .number), CSVColumn("b", .any)]
        let tally = try MutationTally(of: Mutator(files.map { Array($0.utf8) }, .csv), code: \CSVError.code) {
            (bytes, number) throws(CSVError) in
            var table = try CSVTable(reader(bytes, pieces: [1 + number % 50]), columns: columns)
            return try table.nextRows(.max)
        } check: { rows in
            #expect(!rows.isEmpty && rows.allSatisfy { $0.cells.count == 2 && $0.cells.allSatisfy(\.isSound) })
        }
        #expect(tally.isVaried(reasons: 8), "\(tally)")
    }
}

extension CSVCell {
    fileprivate var isSound: Bool {
        switch self {
        case .number(let value): value.isFinite
        case .text(let text): !text.isEmpty
        case .missing: true
        }
    }
}
