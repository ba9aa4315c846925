// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import KeyFiles
import ModelBuilding
import Paillier
import Receipts
import WireFormats

/// What can be said of a file without giving a secret away.
struct Inspection {
    private let title: String
    private let entries: [(label: String, text: String)]

    /// Reads a file of any kind.
    ///
    /// - Throws: ``WireFormatError`` for a file of no known kind, and for one that the commands would refuse.
    init(_ file: IncomingFile) throws(WireFormatError) {
        guard let document = file.document else {
            (title, entries) = ("\(file.kind), binary", try Self.entries(StreamSummary(file)))
            return
        }
        var title = document.kind.description
        switch document.kind {
        case .privateKey, .pythonKeys:
            let key = try PrivateKey(document).publicKey
            entries = Self.entries(key) + (try Self.proof(document)) + [("private part", "valid, not shown")]
        case .sealedPrivateKey:
            let key = try SealedPrivateKey(document).publicKey
            entries = Self.entries(key) + (try Self.proof(document)) + [("private part", "sealed, not opened")]
        case .publicKey, .pythonPublicKey:
            entries = Self.entries(try PublicKey(document)) + (try Self.proof(document))
        case .request:
            let request = try PythonPaillierRequest(document)
            entries = Self.entries(request.publicKey) + Self.entries(request.values, "feature")
        case .answer:
            let answer = try PythonPaillierAnswer(document)
            entries = Self.entries(answer.publicKey) + Self.entries(answer.values, "output")
        case .encryptedNumber:
            entries = [("key", "not named in the file")]
        case .nativeRequest, .nativeAnswer:
            entries = try Self.entries(StreamSummary(file))
        case .contract:
            entries = Self.entries(try Contract(document))
        case .receipt:
            entries = Self.entries(try Receipt(document).statement)
        case .receiptKey:
            entries = [("Ed25519 key", "\(try ReceiptKey(document))")]
        case .model:
            let contract = try ModelFile(document).model.contract
            let weights = contract.columnCount * contract.outputs.count
            entries = Self.entries(contract) + [("private part", "\(weights.of("weight", "weights")), not shown")]
        case .unknown:
            title = "descriptions of features"
            let descriptions: FeatureDescriptions
            do throws(WireFormatError) {
                descriptions = try FeatureDescriptions(document)
            } catch {
                // Nothing but its features tells such a file from others.
                guard error.code == .missingField || error.code == .wrongType,
                    error.path == "features" || error.path == "$"
                else { throw error }
                throw WireFormatError(.unsupportedFormat, "JSON, but of no kind that blindscore reads or writes")
            }
            entries = Self.entries(descriptions)
        }
        self.title = title + (document.isEncodedTwice ? ", encoded twice" : "")
    }

    /// All of it, a line for each fact.
    func text(of name: String) -> String {
        let lines = entries.map { "  " + $0.label.padded(14) + $0.text.printable }
        return (["\(name): \(title)"] + lines).joined(separator: "\n") + "\n"
    }
}

extension Inspection {
    private static func entries(_ key: PublicKey) -> [(label: String, text: String)] {
        let digits = String(decoding: DecimalInteger.digits(bigEndianBytes: key.modulusBytes), as: UTF8.self)
        return [
            ("key", "\(key.size.bits) bits, modulus \(digits.prefix(24))…\(digits.suffix(8))"),
            ("key id", key.id.description),
        ]
    }

    /// What a key file says of its proof.
    private static func proof(_ document: JSONDocument) throws(WireFormatError) -> [(label: String, text: String)] {
        do {
            _ = try ProvenPublicKey(document)
            return [("key proof", "valid")]
        } catch {
            guard error.code == .missingField else { throw error }
            return [("key proof", "none: it takes the private key to make native requests")]
        }
    }

    private static func entries(_ values: [PythonPaillierEncryptedNumber], _ noun: String) -> [(
        label: String, text: String
    )] {
        let exponents = Set(values.map(\.exponent)).sorted()
        let list = exponents.prefix(8).map(String.init).joined(separator: ", ") + (exponents.count > 8 ? ", …" : "")
        return [
            ("ciphertexts", "\(values.count.grouped), one for each \(noun)"),
            ("exponents", exponents.count == 1 ? "all \(list)" : "\(list), which tells something of the values"),
        ]
    }

    private static func entries(
        _ summary: StreamSummary
    ) throws(WireFormatError) -> [(label: String, text: String)] {
        let layout =
            switch summary.header.layout {
            case .packedRows: "rows packed, ciphertexts in full"
            case .compactRows: "rows packed, ciphertexts in half with a seed"
            }
        let key =
            try summary.provenKey().map { entries($0.publicKey) + [("key proof", "valid")] }
            ?? [("key id", summary.header.keyID.description)]
        let (rows, groups, ciphertexts) = (summary.rowCount, summary.groupCount, summary.ciphertextCount)
        return key + [
            ("contract id", summary.header.contractID.description),
            ("request id", summary.header.requestID.description),
            ("layout", layout),
            ("rows", Int(clamping: rows).grouped),
            ("groups", Int(clamping: groups).grouped),
            ("ciphertexts", Int(clamping: ciphertexts).grouped),
        ]
    }

    private static func entries(_ statement: Receipt.Statement) -> [(label: String, text: String)] {
        [
            ("contract id", statement.contractID.description), ("key id", statement.keyID.description),
            ("request hash", statement.request.description), ("answer hash", statement.answer.description),
            ("slots", Int(clamping: statement.slots).grouped), ("time", statement.timeText),
            ("signature", "not verified here: blindscore verify-receipt"),
        ]
    }

    private static func entries(_ contract: Contract) -> [(label: String, text: String)] {
        var entries = [
            (label: "name", text: "\(contract.name), version \(contract.version)"),
            (label: "contract id", text: contract.id.description),
            (label: "accuracy", text: "1/\(contract.steps.grouped) of an output's range"),
        ]
        for feature in contract.features {
            entries.append(("feature", "\(feature.name) \(values(feature))"))
        }
        for output in contract.outputs {
            let range = range(output.minimum, output.maximum, output.unit)
            entries.append(("output", "\(output.name) \(range), link \(output.link.name)"))
        }
        return entries + PlanText(contract).entries + [("format phe", scales(contract))]
    }

    /// The exponents that follow from a contract in python-paillier's formats.
    private static func scales(_ contract: Contract) -> String {
        do {
            let scales = try UnboundedScales(contract)
            let answers = Set(scales.weightExponents.map { scales.featureExponent + $0 }).sorted().map(String.init)
            return "features at exponent \(scales.featureExponent), answers at \(answers.joined(separator: ", "))"
        } catch {
            return "not possible: \(error)"
        }
    }

    private static func entries(_ descriptions: FeatureDescriptions) -> [(label: String, text: String)] {
        descriptions.features.map { ("feature", "\($0.name) \(values($0))") }
            + (descriptions.target.map { [("target", $0.name + ($0.unit.isEmpty ? "" : " in \($0.unit)"))] } ?? [])
    }

    /// The values that a feature takes.
    private static func values(_ feature: Feature) -> String {
        switch feature.domain {
        case .numeric(let minimum, let maximum, let ifMissing):
            range(minimum, maximum, feature.unit) + (ifMissing.map { ", \($0.shortText) if missing" } ?? "")
        case .categorical(let levels, let ifMissing):
            "one of \(quoted(levels))" + (ifMissing.map { ", “\(levels[$0])” if missing" } ?? "")
        }
    }

    private static func range(_ minimum: Double, _ maximum: Double, _ unit: String) -> String {
        "from \(minimum.shortText) to \(maximum.shortText)" + (unit.isEmpty ? "" : " \(unit)")
    }
}
