// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Tables
import TestSupport
import Testing

@Suite("CSV writer")
struct CSVWriterTests {
    private func written(_ body: (inout CSVWriter) -> Void) -> String {
        var writer = CSVWriter()
        body(&writer)
        return String(decoding: writer.drain(), as: UTF8.self)
    }

    @Test("quotes only what needs it")
    func quotes() {
        let text = written { $0.writeRow(["a", "", "b c", "d,e", "f\"g", "h\ni", "j\rk", "ü"]) }
        #expect(text == "a,,b c,\"d,e\",\"f\"\"g\",\"h\ni\",\"j\rk\",ü\n")
        #expect(written { $0.writeRow([""]) } == "\"\"\n")
        #expect(written { $0.writeRow(["", "", ""]) } == "\"\",,\n")
        #expect(written { $0.writeRow(["\u{FEFF}a"]) } == "\"\u{FEFF}a\"\n")
        #expect(written { $0.writeRow(["sep=;", " a", "b\t"]) } == "\"sep=;\",\" a\",\"b\t\"\n")
    }

    @Test("writes numbers in their shortest form")
    func numbers() {
        let text = written {
            $0.writeRow([
                1, -2.5, 0.1, 1e-6, 1e16, 123_456_789, 0, -0.0, .leastNonzeroMagnitude, 1.7976931348623157e308,
            ])
            $0.writeRow([.nan, .infinity, -.infinity])
        }
        #expect(text == "1,-2.5,0.1,1e-06,1e+16,123456789,0,-0,5e-324,1.7976931348623157e+308\nnan,inf,-inf\n")
    }

    @Test("numbers stand behind a record's fields, which are read back as they were")
    func behindRecord() throws {
        var reader = CSVReader(
            Array("a;\"b;\"\"c\"\" \";\"\" ;1,5\r\n;;;\"x\ny\"\n".utf8),
            dialect: CSVDialect(separator: UInt8(ascii: ";")))
        var (record, writer) = (CSVRecord(), CSVWriter())
        while try reader.next(into: &record) { writer.writeRow(after: record, [2.5, 1], decimals: [2, nil]) }
        let text = String(decoding: writer.drain(), as: UTF8.self)
        #expect(text == "a,\"b;\"\"c\"\" \",,\"1,5\",2.50,1\n,,,\"x\ny\",2.50,1\n")
    }

    @Test("draining empties the buffer")
    func drains() {
        var writer = CSVWriter()
        writer.writeRow(["a"])
        #expect(writer.count == 2)
        #expect(writer.drain() == Array("a\n".utf8))
        #expect(writer.count == 0)
        #expect(writer.drain().isEmpty)
    }

    @Test("what is written reads back: text")
    func roundTripText() throws {
        for table in try CSVVectors.load().tables {
            var writer = CSVWriter()
            for row in table.rows { writer.writeRow(row) }
            #expect(try rows(CSVReader(writer.drain())) == table.rows)
        }
    }

    @Test("what is written reads back: numbers, bit for bit")
    func roundTripNumbers() throws {
        var random = SeededGenerator(seed: 1)
        let numbers = (0..<10_000).map { _ in Double(bitPattern: random.next()) }.filter(\.isFinite)
        var writer = CSVWriter()
        writer.writeRow(["x", "y"])
        for number in numbers { writer.writeRow([number, -number]) }
        var table = try CSVTable(
            CSVReader(writer.drain()), columns: [CSVColumn("y", .number), CSVColumn("x", .number)])
        let read = try table.nextRows(.max)
        func bits(_ place: Int) -> [UInt64?] {
            read.map { if case .number(let value) = $0.cells[place] { value.bitPattern } else { nil } }
        }
        #expect(bits(1) == numbers.map(\.bitPattern))
        #expect(bits(0) == numbers.map { (-$0).bitPattern })
    }
}
