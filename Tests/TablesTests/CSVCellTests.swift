// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Tables
import Testing

@Suite("CSV cells")
struct CSVCellTests {
    static let missing = [
        "", " ", "\t ", "NA", "na", "Na", "N/A", "n/a", "#N/A", "#n/a", "NaN", "nan", "NAN", "null", "NULL", "None",
        "none",
        "<NA>", "<na>", " NA ",
    ]
    static let present = [
        "NA.", "N", "/", "N-A", "#NA", "-", "--", "?", ".", "nil", "nulls", "NAN1", "<NA", "NA>", "N A", "\u{A0}", "ＮＡ",
        "missing", "n/à",
    ]

    @Test("words for a missing value", arguments: missing)
    func isMissing(_ word: String) throws {
        #expect(CSVCell.isMissing(word.utf8))
        for kind in [CSVColumn.Kind.number, .any] {
            #expect(try cells("a,b\n\(word),1\n", [CSVColumn("a", kind)]) == [[.missing]])
            #expect(try cells("a,b\n\"\(word)\",1\n", [CSVColumn("a", kind)]) == [[.missing]])
        }
        // The caller of a column of text decides.
        let trimmed = word.filter { $0 != " " && $0 != "\t" }
        #expect(try cells("a,b\n\"\(word)\",1\n", [CSVColumn("a", .text)]) == [[.text(trimmed)]])
    }

    @Test("other words", arguments: present)
    func isPresent(_ word: String) throws {
        #expect(!CSVCell.isMissing(word.utf8))
        #expect(try cells("a\n\(word)\n", [CSVColumn("a", .any)]) == [[.text(word)]])
        #expect(throws: CSVError.self) { try cells("a\n\(word)\n", [CSVColumn("a", .number)]) }
    }

    @Test("truth values are numbers", arguments: [CSVColumn.Kind.number, .any])
    func booleans(_ kind: CSVColumn.Kind) throws {
        for (word, value) in [("true", 1.0), ("TRUE", 1), ("True", 1), ("false", 0), ("False", 0), (" FALSE\t", 0)] {
            #expect(
                try cells("a\n\(word)\n\"\(word)\"\n", [CSVColumn("a", kind)]) == [[.number(value)], [.number(value)]])
        }
        for word in ["t", "yes", "tru", "true1", "falsely"] {
            #expect(try cells("a\n\(word)\n", [CSVColumn("a", .any)]) == [[.text(word)]])
        }
    }

    @Test("a column of text keeps everything, a column of any kind what is no number")
    func kinds() throws {
        let text = "a\n1\n01\n true \n\"x, y\"\n1e999\ninf\n"
        #expect(
            try cells(text, [CSVColumn("a", .text)]).map { $0[0] }
                == ["1", "01", "true", "x, y", "1e999", "inf"].map(CSVCell.text))
        #expect(
            try cells(text, [CSVColumn("a", .any)]).map { $0[0] }
                == [.number(1), .number(1), .number(1), .text("x, y"), .text("1e999"), .text("inf")])
    }
}
